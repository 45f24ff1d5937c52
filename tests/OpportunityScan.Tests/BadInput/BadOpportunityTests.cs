using System.Text.Json;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.BadInput;

public sealed class BadOpportunityTests
{
    public static TheoryData<string, Opportunity?, string, string> BadOpportunities => new()
    {
        { "nothing", null, RejectionReasons.Null, "null is no opportunity." },
        { "NaN", Sample.Opportunity("X") with { Confidence = double.NaN }, RejectionReasons.Confidence, "The confidence NaN must be from 0 to 1." },
        { "confidence 1.5", Sample.Opportunity("X") with { Confidence = 1.5 }, RejectionReasons.Confidence, "The confidence 1.5 must be from 0 to 1." },
        { "negative profit", Sample.Opportunity("X", -1), RejectionReasons.Profit, "The profit potential -1 must not be negative." },
        { "negative capital", Sample.Opportunity("X") with { RequiredCapital = -2 }, RejectionReasons.Capital, "The required capital -2 must not be negative." },
        { "no symbol", Sample.Opportunity(""), RejectionReasons.Text, "The symbol '' must not be empty." },
        { "null symbol", Sample.Opportunity(null!), RejectionReasons.Text, "The symbol null must not be empty." },
        { "null exchange", Sample.Opportunity("X") with { Exchange = null! }, RejectionReasons.Text, "The exchange null must not be empty." },
        { "control characters", Sample.Opportunity("X\u0001"), RejectionReasons.Text, "U+0001 at position 1" },
        { "unknown risk", Sample.Opportunity("X") with { Risk = (RiskLevel)99 }, RejectionReasons.Risk, "99 is unknown" },
        { "a megabyte of metadata", Sample.Opportunity("X") with { Metadata = Megabyte() }, RejectionReasons.Metadata, "at most 16384 are allowed" },
        { "metadata that are a list", Sample.Opportunity("X") with { Metadata = JsonDocument.Parse("[1]").RootElement }, RejectionReasons.Metadata, "kind Array" },
        { "metadata that are nothing", Sample.Opportunity("X") with { Metadata = default(JsonElement) }, RejectionReasons.Metadata, "kind Undefined" },
        { "metadata that were disposed", Sample.Opportunity("X") with { Metadata = Disposed() }, RejectionReasons.Metadata, "disposed" },
        { "expired before it was discovered", Sample.Opportunity("X") with { ExpiresAt = DateTimeOffset.UnixEpoch }, RejectionReasons.Expiry, "before it was discovered" },
        { "expired before it was emitted", Sample.Opportunity("X") with { DiscoveredAt = DateTimeOffset.UnixEpoch, ExpiresAt = DateTimeOffset.UnixEpoch.AddDays(1) }, RejectionReasons.Expiry, "It expired at" },
    };

    [Theory]
    [MemberData(nameof(BadOpportunities))]
    public async Task An_opportunity_that_breaks_a_rule_is_rejected_counted_and_explained_and_the_next_one_is_kept(
        string what, Opportunity? bad, string reason, string rule)
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(Sample.Finds("a", bad!, Sample.Opportunity("GOOD"), bad!));

        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);

        var outcome = end.Outcomes.Single();
        (outcome.Status, outcome.Found, outcome.Rejected).Should().Be((StrategyStatus.Succeeded, 1, 2), what);
        var rejection = outcome.Rejections.Should().ContainSingle().Subject;
        (rejection.Reason, rejection.Count).Should().Be((reason, 2));
        rejection.Example.Should().Contain(rule);
        rejection.Example.Length.Should().BeLessThan(400);
        (await process.FoundAsync(end.Key)).Select(static o => o.Symbol).Should().Equal("GOOD");
    }

    [Fact]
    public async Task A_million_opportunities_are_kept_to_the_limit_and_the_rest_is_counted()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(
            static o => o.Limits.MaxOpportunitiesPerStrategy = 1_000,
            Sample.Strategy("flood", static (_, _) => Enumerable.Range(0, 1_000_000).Select(static i => Sample.Opportunity("S" + i)).ToAsyncEnumerable()));

        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);

        var outcome = end.Outcomes.Single();
        (outcome.Status, outcome.Found, outcome.Rejected).Should().Be((StrategyStatus.Succeeded, 1_000, 999_000));
        outcome.Rejections.Should().ContainSingle().Which.Reason.Should().Be(RejectionReasons.TooMany);
    }

    [Fact]
    public async Task Too_many_bytes_are_kept_to_the_limit_as_well()
    {
        await using var world = new ScanHarness();
        using var document = JsonDocument.Parse("{\"note\":\"" + new string('x', 1_000) + "\"}");
        var large = Sample.Opportunities(100).Select(o => o with { Metadata = document.RootElement }).ToArray();
        var process = await world.StartAsync(static o => o.Limits.MaxBytesPerStrategy = 20_000, Sample.Finds("a", large));

        var outcome = (await process.EndOfAsync((await process.StartScanAsync()).Key)).Outcomes.Single();

        outcome.Found.Should().BeInRange(10, 19);
        (outcome.Found + outcome.Rejected).Should().Be(100);
    }

    [Fact]
    public async Task Metadata_outlive_the_document_that_the_strategy_disposes()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(Sample.Strategy("a", static (_, _) => FromDocument()));

        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);

        (await process.FoundAsync(end.Key)).Single().Metadata!.Value.GetProperty("kept").GetBoolean().Should().BeTrue();
    }

    private static async IAsyncEnumerable<Opportunity> FromDocument()
    {
        using (var document = JsonDocument.Parse("{\"kept\":true}")) yield return Sample.Opportunity("IBM") with { Metadata = document.RootElement };
        await Task.Yield();
    }

    private static JsonElement Megabyte() => JsonDocument.Parse("{\"x\":\"" + new string('x', 1_000_000) + "\"}").RootElement;

    private static JsonElement Disposed()
    {
        using var document = JsonDocument.Parse("{\"x\":1}");
        return document.RootElement;
    }
}
