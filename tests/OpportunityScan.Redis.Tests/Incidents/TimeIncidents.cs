using OpportunityScan.Redis.Tests.Faults;
using OpportunityScan.StoreConformance;
using OpportunityScan.Tests.Support;
using Sample = OpportunityScan.Tests.Support.Sample;

namespace OpportunityScan.Redis.Tests.Incidents;

/// <summary>Incidents of time, between hosts that share nothing but a Redis.</summary>
public sealed class TimeIncidents
{
    [Fact]
    [Trait("Incident", "B5")]
    public Task An_unfinished_scan_outlives_the_retention_which_counts_from_its_end() => Spans.FittingAsync(LookupIncidents.ShortRetention, async retention =>
    {
        var redis = await RedisHost.SharedAsync();
        var strategy = Sample.Finds("a", Sample.Opportunity("IBM"));
        await using var starter = await RedisHost.StartAsync(
            o =>
            {
                LookupIncidents.Retains(retention)(o);
                o.RunWorker = false;
            },
            redis,
            strategy);
        var ticket = await starter.StartScanAsync();

        var waited = await starter.FoundAsAsync(ticket.Key, l => !l.IsFound || TimeProvider.System.GetUtcNow() > ticket.Snapshot.CreatedAt + (1.2 * retention));
        waited.Snapshot!.Status.Should().Be(ScanStatus.Queued);
        await using var runner = await RedisHost.StartAsync(static _ => { }, redis, strategy);
        var end = await starter.EndOfAsync(ticket.Key);

        if (end.Status == ScanStatus.TimedOut) return false;
        (end.Status, end.ExpiresAt).Should().Be((ScanStatus.Completed, end.EndedAt + retention));
        var found = await runner.FoundAsync(ticket.Key);
        if (TimeProvider.System.GetUtcNow() >= end.ExpiresAt) return false;
        found.Should().ContainSingle();
        await runner.FoundAsAsync(ticket.Key, static l => l.Status == LookupStatus.Expired);
        TimeProvider.System.GetUtcNow().Should().BeOnOrAfter(end.EndedAt!.Value + retention);
        return true;
    });

    [Fact]
    [Trait("Incident", "B6")]
    public async Task A_change_is_visible_to_watchers_in_another_process_when_it_is_committed()
    {
        var redis = await RedisHost.SharedAsync();
        var poll = TimeSpan.FromMinutes(5); // only signals can be in time
        var strategy = new GatedStrategy("a");
        await using var runner = await RedisHost.StartAsync(o => o.PollInterval = poll, redis, strategy);
        await using var watcher = await RedisHost.StartAsync(
            o => (o.RunWorker, o.PollInterval) = (false, poll), redis, new GatedStrategy("a"));
        var ticket = await watcher.StartScanAsync();
        using var limit = Limit.Source();
        var snapshots = watcher.Scans.WatchAsync(ticket.Key, 0, limit.Token).GetAsyncEnumerator(limit.Token);
        await using var disposal = snapshots;
        (await snapshots.MoveNextAsync()).Should().BeTrue("the first answer does not wait for a change");

        for (var i = 1; i <= 20; i++)
        {
            strategy.Emit(Sample.Opportunity("S" + i));
            while (snapshots.Current.Progress.Found < i) (await snapshots.MoveNextAsync()).Should().BeTrue();
            snapshots.Current.Status.Should().Be(ScanStatus.Running);
        }

        strategy.Finish();
        while (!snapshots.Current.IsTerminal) (await snapshots.MoveNextAsync()).Should().BeTrue();
        (await snapshots.MoveNextAsync()).Should().BeFalse();
    }
}
