using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.BadInput;

public sealed class BadIdentityTests
{
    public static TheoryData<string?, string> BadOwners => new()
    {
        { null, "null must not be empty" },
        { "", "'' must not be empty" },
        { "   ", "must not be empty" },
        { new string('x', 129), "at most 128 characters, but has 129" },
        { "desk\n1", "control characters (U+000A at position 4)" },
        { "desk\0", "control characters (U+0000 at position 4)" },
    };

    public static TheoryData<string?, string> BadIds => new()
    {
        { null, "null must not be empty" },
        { "", "'' must not be empty" },
        { new string('x', 65), "at most 64 characters, but has 65" },
        { "scan 1", "has U+0020 at position 4" },
        { "scan/../1", "has U+002F at position 4" },
        { "scän", "has U+00E4 at position 2" },
        { "scan\r\nx", "has U+000D at position 4" },
    };

    [Theory]
    [MemberData(nameof(BadOwners))]
    public void An_owner_that_breaks_a_rule_is_refused_with_value_and_rule(string? value, string rule)
    {
        var make = () => new OwnerId(value!);

        var message = make.Should().Throw<ArgumentException>().Which.Message;
        message.Should().StartWith("The owner ").And.Contain(rule);
        message.Where(char.IsControl).Should().BeEmpty("an error must not carry control characters into a log");
        OwnerId.TryParse(value, out var owner).Should().BeFalse();
        owner.IsEmpty.Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(BadIds))]
    public void A_malformed_id_is_refused_with_value_and_rule(string? value, string rule)
    {
        var makeScan = () => new ScanId(value!);
        var makeStrategy = () => new StrategyId(value!);

        makeScan.Should().Throw<ArgumentException>().Which.Message.Should().StartWith("The scan id ").And.Contain(rule);
        makeStrategy.Should().Throw<ArgumentException>().Which.Message.Should().StartWith("The strategy id ").And.Contain(rule);
        (ScanId.TryParse(value, out _), StrategyId.TryParse(value, out _)).Should().Be((false, false));
    }

    [Fact] // of its own, because a test runner cannot pass such text on
    public void An_owner_that_is_no_unicode_is_refused() =>
        FluentActions.Invoking(static () => new OwnerId("desk\ud800")).Should().Throw<ArgumentException>().WithMessage("*unpaired surrogate at position 4*");

    [Fact]
    public void A_huge_value_is_shortened_in_the_error()
    {
        var make = () => new OwnerId(new string('x', 1_000_000));

        make.Should().Throw<ArgumentException>().Which.Message.Length.Should().BeLessThan(300);
    }

    [Fact]
    public async Task A_request_without_owner_or_with_an_empty_id_is_refused()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(new GatedStrategy("a"));

        var refused = (await process.Invoking(p => p.StartScanAsync(new ScanRequest(default) { Id = default(ScanId) }))
            .Should().ThrowAsync<ScanRejectedException>()).Which;

        refused.Kind.Should().Be(RejectionKind.InvalidRequest);
        refused.Errors.Select(static e => e.Member).Should().Equal("Owner", "Id");
    }

    [Fact]
    public async Task Questions_about_nobody_and_nothing_are_answered_with_not_found()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(new GatedStrategy("a"));

        (await process.FindAsync(default)).Status.Should().Be(LookupStatus.NotFound);
        (await process.Scans.FindAsync(default)).Status.Should().Be(LookupStatus.NotFound);
        (await process.Scans.FindAsync(ScanQuery.Latest(default))).Status.Should().Be(LookupStatus.NotFound);
        (await process.Scans.FindAsync(ScanQuery.ByRequest(Sample.Owner, default))).Status.Should().Be(LookupStatus.NotFound);
        (await process.Scans.GetResultsAsync(default)).Lookup.Status.Should().Be(LookupStatus.NotFound);
        (await process.Scans.CancelAsync(default)).Status.Should().Be(CancelStatus.NotFound);
    }
}
