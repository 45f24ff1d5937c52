using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpportunityScan.AspNetCore.Tests.Endpoints;

/// <summary>Whatever strategies yield, answers can be written and read.</summary>
public sealed class YieldTests
{
    [Fact]
    [Trait("Incident", "E1")]
    public async Task What_is_too_deep_is_rejected_alone_and_what_is_just_not_is_shown()
    {
        var deepest = new ScanLimits().MaxMetadataDepth;
        await using var site = await ScanSite.StartAsync(
            Sample.Finds("deep", Nested("DEEPER", deepest + 1), Nested("DEEP", deepest), Nested("DEEPEST", 62)), Sample.Finds("good", Sample.Opportunity("GOOD")));
        var id = await site.Client().StartAsync();

        var status = await site.Client().EndAsync(id);
        var results = await site.Client().GetAsync("/results/" + id);
        using var events = new EventReader(await site.Client().OpenAsync("/events/" + id));
        var end = await events.SnapshotAsync();

        ((string)status.Json["status"]!).Should().Be("complete");
        var outcome = status.Json["strategies"]![0]!;
        ((int)outcome["found"]!, (int)outcome["rejected"]!).Should().Be((1, 2));
        ((int)outcome["rejections"]![RejectionReasons.Metadata]!).Should().Be(2);
        foreach (var shown in new[] { status.Json["partial_results"]!, results.Json["opportunities"]!, end!.Data["partial_results"]! })
        {
            shown.AsArray().Select(o => (string)o!["symbol"]!).Should().BeEquivalentTo("DEEP", "GOOD");
            DepthOf(shown.AsArray().Single(o => (string)o!["symbol"]! is "DEEP")!["metadata"]!).Should().Be(deepest);
        }
    }

    private static int DepthOf(JsonNode node) => node is JsonObject o ? 1 + o.Select(static p => p.Value is null ? 0 : DepthOf(p.Value)).Max() : 0;

    private static Opportunity Nested(string symbol, int depth)
    {
        var json = string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
        return Sample.Opportunity(symbol) with { Metadata = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = depth + 1 }).RootElement };
    }
}
