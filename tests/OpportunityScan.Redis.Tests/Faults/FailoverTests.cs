using OpportunityScan.Tests.Support;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>The master dies in the middle of a scan, and Sentinel promotes its replica.</summary>
public sealed class FailoverTests
{
    [Fact]
    public async Task A_scan_goes_on_over_the_promoted_replica_and_nobody_is_told_that_it_is_not_there()
    {
        await using var fleet = await SentinelFleet.StartAsync();
        GatedStrategy[] strategies = [new("before"), new("during"), new("after")];
        await using var runner = await RedisHost.StartAsync(fleet.Configuration, static o => o.LeaseDuration = TimeSpan.FromMinutes(1), strategies);
        await using var reader = await RedisHost.StartReaderAsync(fleet.Configuration, strategies);
        var ticket = await reader.StartScanAsync();
        strategies[0].Emit(Sample.Opportunity("BEFORE")).Finish();
        var before = await reader.SeenAsync(ticket.Key, static s => s.Progress is { Settled: 1, Running: 2 });
        await fleet.WaitForReplicaAsync();

        await fleet.Master.KillAsync();
        strategies[1].Emit(Sample.Opportunity("DURING")).Finish();
        var answers = new List<LookupStatus>();
        var during = await reader.FoundAsAsync(ticket.Key, l =>
        {
            answers.Add(l.Status);
            return l.Snapshot is { Progress.Settled: 2 };
        });
        strategies[2].Finish();
        var end = await reader.EndOfAsync(ticket.Key);

        answers.Should().OnlyContain(static s => s == LookupStatus.Found || s == LookupStatus.StoreUnavailable);
        during.Snapshot!.Version.Should().BeGreaterThan(before.Version);
        (end.Status, end.Progress.Found, end.State.Attempt).Should().Be((ScanStatus.Completed, 2, 1));
        ((RedisResult[])(await fleet.Replica.ExecuteAsync("ROLE"))!)[0].ToString().Should().Be("master");
        strategies.Should().OnlyContain(static s => s.Starts == 1);
        strategies[2].Finish();
        var next = await reader.StartWhenPossibleAsync(new ScanRequest(Sample.OtherOwner) { Strategies = [new StrategyId("after")] });
        (await reader.EndOfAsync(next.Key)).Status.Should().Be(ScanStatus.Completed, "signals, claims and starts have moved as well");
    }
}
