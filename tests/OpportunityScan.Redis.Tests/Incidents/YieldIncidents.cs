using System.Text.Json;
using OpportunityScan.Redis.Tests.Faults;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Redis.Tests.Incidents;

/// <summary>What a strategy yields that cannot be stored costs nothing but itself.</summary>
public sealed class YieldIncidents
{
    [Theory]
    [InlineData(62)]
    [InlineData(500)]
    [Trait("Incident", "E1")]
    public async Task Metadata_that_is_nested_too_deeply_is_rejected_and_all_else_is_kept(int depth)
    {
        var nested = JsonDocument.Parse($"{{\"a\":{new string('[', depth)}{new string(']', depth)}}}", new JsonDocumentOptions { MaxDepth = 1_000 }).RootElement;
        var deep = Sample.Finds("deep", Sample.Opportunity("KEPT"), Sample.Opportunity("DEEP") with { Metadata = nested });
        await using var host = await RedisHost.StartAsync(static _ => { }, await RedisHost.SharedAsync(), deep, Sample.Finds("good", Sample.Opportunity("GOOD")));

        var end = await host.EndOfAsync((await host.StartScanAsync()).Key);

        (end.Status, end.State.Attempt, end.Progress.Found, end.Progress.Rejected).Should().Be((ScanStatus.Completed, 1, 2, 1));
        end.Outcomes[0].Rejections.Should().ContainSingle().Which.Reason.Should().Be(RejectionReasons.Metadata);
        (await host.FoundAsync(end.Key)).Select(static o => o.Symbol).Should().BeEquivalentTo(["KEPT", "GOOD"]);
    }
}
