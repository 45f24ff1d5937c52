using System.Text;
using System.Text.Json;
using OpportunityScan.Redis.Keys;
using OpportunityScan.Redis.Serialization;
using OpportunityScan.Storage;
using OpportunityScan.StoreConformance;

namespace OpportunityScan.Redis.Tests.Layout;

/// <summary>
/// The bytes of layout version 2. A change here makes stored scans unreadable for processes of another version: it needs a new layout version.
/// </summary>
public sealed class GoldenTests
{
    private static readonly ScanPlan Plan = Sample.Plan(owner: "ann", request: "a", id: "mine", strategies: 2) with { Incarnation = "mine" };

    [Fact]
    public void The_layout_is_version_two() => Redis.Connection.RedisConnection.LayoutVersion.Should().Be(2);

    [Fact]
    public void Names_fields_and_texts_are_as_they_were() => Rendered().Should().Be(Golden().ReplaceLineEndings("\n").TrimEnd());

    [Fact]
    public void Pages_of_a_ranking_have_a_hundred_places()
    {
        var pages = OpportunityCodec.WritePages([.. Enumerable.Range(0, 201)]).Select(static p => p.ToString()).ToList();

        pages.Select(static p => p.Split(',').Length).Should().Equal(100, 100, 1);
        pages[2].Should().Be("200");
    }

    [Fact]
    public void What_earlier_versions_wrote_is_read()
    {
        const string Opportunities = """[{"t":"t","s":"s","p":1.50,"m":{"a":1},"d":638775617665350000,"y":"strategy-0"},{"t":"t","s":"s","y":"strategy-0"}]""";

        var chunk = OpportunityCodec.ReadChunk("{\"s\":1,\"o\":" + Opportunities + "}");
        var page = OpportunityCodec.Read(Opportunities);
        var outcome = OutcomeCodec.Read("3 1 2 - strategy-0\n{\"r\":2,\"x\":[{\"r\":\"text\",\"n\":2,\"e\":\"too 1 2 long\"}]}");

        OpportunityCodec.ReadChunk("{\"o\":" + Opportunities + "}").Strategy.Should().Be(0);
        (chunk.Strategy, chunk.Opportunities[0].Value.ProfitPotential, page[0].Value.DiscoveredAt).Should().Be((1, 1.50m, Sample.Instant));
        (page.Length, page[1].Value.Symbol, Text(page[1].Utf8.ToArray())).Should().Be((2, "s", """{"t":"t","s":"s","y":"strategy-0"}"""));
        (outcome.Found, outcome.Rejected, outcome.Merged, outcome.Rejections.Single().Count).Should().Be((2, 2, 0, 2));
    }

    private static StrategyOutcome Little { get; } =
        new() { Strategy = Sample.Strategy(0), Status = StrategyStatus.Running, Attempt = 2, Found = 3, Progress = 0.5 };

    private static StrategyOutcome Much { get; } = new()
    {
        Strategy = Sample.Strategy(0),
        Status = StrategyStatus.Failed,
        Attempt = 1,
        StartedAt = Sample.Instant,
        Elapsed = TimeSpan.FromSeconds(1.5),
        Rejected = 2,
        Merged = 3,
        Rejections = [new Rejection(RejectionReasons.Text, 2, "too long")],
        ErrorCode = StrategyErrorCodes.Exception,
        Message = "It didn't find 日本 <here>.",
        Detached = true,
    };

    private static Opportunity Full { get; } = Sample.Opportunity(0, 1) with
    {
        ExpiresAt = Sample.Instant.AddDays(1),
        Metadata = JsonSerializer.SerializeToElement(new { a = 1.50m }),
    };

    private static Opportunity Bare { get; } =
        new() { Type = "t", Symbol = "s", ProfitPotential = 0, Confidence = 0, Strategy = Sample.Strategy(0) };

    /// <summary>Everything that is stored, of samples.</summary>
    private static string Rendered()
    {
        var keys = new KeySpace("p:", 16).Of(Plan.Key);
        string[] lines =
        [
            .. keys.All.Select(static k => k.ToString()),
            keys.Channel,
            keys.Member,
            HeadCodec.Facts(Plan, KeySpace.Request(Plan.Fingerprint), "member"),
            Text(PlanCodec.Write(Plan)),
            Text(PlanCodec.Write(Plan with { Incarnation = "life" })),
            OutcomeCodec.Write(Little),
            OutcomeCodec.Write(Much),
            OutcomeCodec.SkippedByCancel,
            Text(AcceptedOpportunity.Of(Full).Utf8.ToArray()),
            Text(OpportunityCodec.Write(Sample.Accepted([Bare, Bare]))),
            OpportunityCodec.WritePages([3, 0, 2]).Single().ToString(),
        ];
        return string.Join('\n', lines);
    }

    private static string Golden()
    {
        using var stream = typeof(GoldenTests).Assembly.GetManifestResourceStream("layout-2.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
