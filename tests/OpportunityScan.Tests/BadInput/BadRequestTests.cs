using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.BadInput;

public sealed class BadRequestTests
{
    private static readonly StrategyDescriptor Descriptor = new(new StrategyId("a"))
    {
        Parameters = [new StrategyParameter("symbol"), new StrategyParameter("side") { Allowed = ["long", "short"] }],
    };

    public static TheoryData<string, ScanRequest, string, string> BadRequests => new()
    {
        { "unknown parameter", With("colour", "red"), "Parameters.colour", "'colour'; understood are side, symbol" },
        { "value that is not allowed", With("side", "up"), "Parameters.side", "The value 'up' of the parameter 'side' is unknown; allowed are long, short" },
        { "value that is too long", With("symbol", new string('x', 257)), "Parameters.symbol", "at most 256 characters, but has 257" },
        { "control character in a value", With("symbol", "I\u0007BM"), "Parameters.symbol", "control characters (U+0007 at position 1)" },
        { "too many values", With("symbol", [.. Enumerable.Range(0, 1_001).Select(static i => "S" + i)]), "Parameters.symbol", "has 1001 values; at most 1000" },
        { "too many parameters", Many(65), "Parameters", "has 65 parameters; at most 64" },
        { "unknown strategy", Sample.Request with { Strategies = [new StrategyId("nope")] }, "Strategies", "'nope' is unknown; registered are a" },
        { "no strategy at all", Sample.Request with { Strategies = [default] }, "Strategies", "'' is unknown" },
        { "zero deadline", Sample.Request with { Deadline = TimeSpan.Zero }, "Deadline", "00:00:00 is out of range; it must be from 00:00:00.0010000 to 00:03:00" },
        { "negative deadline", Sample.Request with { Deadline = TimeSpan.FromSeconds(-5) }, "Deadline", "-00:00:05 is out of range" },
        { "deadline beyond that of the options", Sample.Request with { Deadline = TimeSpan.FromMinutes(4) }, "Deadline", "00:04:00 is out of range" },
    };

    [Theory]
    [MemberData(nameof(BadRequests))]
    public async Task A_request_that_breaks_a_rule_is_refused_with_value_and_rule(string what, ScanRequest request, string member, string rule)
    {
        await using var world = new ScanHarness();
        var process = await StartAsync(world);

        var refused = (await process.Invoking(p => p.StartScanAsync(request)).Should().ThrowAsync<ScanRejectedException>(what)).Which;

        refused.Kind.Should().Be(RejectionKind.InvalidRequest);
        refused.Errors.Should().ContainSingle().Which.Member.Should().Be(member);
        refused.Message.Should().Contain(rule);
        (await process.Scans.FindAsync(ScanQuery.Latest(Sample.Owner))).Status.Should().Be(LookupStatus.NotFound, "nothing was stored");
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once()
    {
        await using var world = new ScanHarness();
        var process = await StartAsync(world);
        var request = With("colour", "red") with { Deadline = TimeSpan.Zero, Strategies = [new StrategyId("a"), new StrategyId("nope")] };

        var refused = (await process.Invoking(p => p.StartScanAsync(request)).Should().ThrowAsync<ScanRejectedException>()).Which;

        refused.Errors.Select(static e => e.Member).Should().BeEquivalentTo("Deadline", "Strategies", "Parameters.colour");
    }

    [Fact]
    public async Task Without_any_strategy_a_start_is_refused_with_what_to_do()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync();

        (await process.Invoking(p => p.StartScanAsync()).Should().ThrowAsync<ScanRejectedException>())
            .Which.Message.Should().Be("No strategy is registered; add at least one with AddStrategy.");
    }

    [Fact]
    public async Task A_strategy_that_is_named_twice_runs_once()
    {
        await using var world = new ScanHarness();
        var process = await StartAsync(world);

        process.Scans.Plan(Sample.Request with { Strategies = [new StrategyId("a"), new StrategyId("a")] }).Strategies.Should().ContainSingle();
    }

    [Fact]
    public async Task No_request_is_an_argument_error()
    {
        await using var world = new ScanHarness();
        var process = await StartAsync(world);

        await process.Invoking(p => p.Scans.StartAsync(null!).AsTask()).Should().ThrowAsync<ArgumentNullException>();
    }

    [Theory]
    [InlineData(-1, 50, "-1")]
    [InlineData(int.MinValue, 50, "offset must not be negative")]
    [InlineData(0, 0, "from 1 to 1000")]
    [InlineData(0, -7, "-7")]
    [InlineData(0, 1_001, "1001")]
    [InlineData(0, int.MaxValue, "from 1 to 1000")]
    public async Task Results_asked_for_with_a_range_that_is_none_are_refused_with_value_and_rule(int offset, int limit, string rule)
    {
        await using var world = new ScanHarness();
        var process = await StartAsync(world);
        var ticket = await process.StartScanAsync();

        var read = () => process.Scans.GetResultsAsync(ticket.Key, new ResultsQuery { Offset = offset, Limit = limit }).AsTask();

        (await read.Should().ThrowAsync<ArgumentOutOfRangeException>()).Which.Message.Should().Contain(rule);
        (await process.FindAsync(ticket.Key)).IsFound.Should().BeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Reusing_what_is_not_old_at_all_is_refused(int seconds) =>
        FluentActions.Invoking(() => StartMode.Reuse(TimeSpan.FromSeconds(seconds))).Should().Throw<ArgumentOutOfRangeException>();

    private static ScanRequest With(string name, params string[] values) => Sample.Request with { Parameters = ScanParameters.Empty.With(name, values) };

    private static ScanRequest Many(int count) => Sample.Request with
    {
        Parameters = Enumerable.Range(0, count).Aggregate(ScanParameters.Empty, static (p, i) => p.With("p" + i, "1")),
    };

    private static Task<ScanProcess> StartAsync(ScanHarness world) =>
        world.StartAsync(new DelegatedStrategy(Descriptor, static (_, _) => AsyncEnumerable.Empty<Opportunity>()));
}
