using System.Collections.Immutable;
using OpportunityScan.Redis.Tests.Faults;
using OpportunityScan.StoreConformance;
using OpportunityScan.Tests.Support;
using Sample = OpportunityScan.Tests.Support.Sample;

namespace OpportunityScan.Redis.Tests.Incidents;

/// <summary>Incidents of lookup and visibility, between hosts that share nothing but a Redis.</summary>
public sealed class LookupIncidents
{
    /// <summary>The least retention that a test waits out.</summary>
    internal static readonly TimeSpan ShortRetention = TimeSpan.FromSeconds(1.1);

    [Fact]
    [Trait("Incident", "A1")]
    public async Task A_scan_is_found_by_every_process_as_soon_as_its_id_is_known()
    {
        var redis = await RedisHost.SharedAsync();
        await using var starter = await RedisHost.StartAsync(static _ => { }, redis, new GatedStrategy("a"));
        await using var reader = await RedisHost.StartAsync(static o => o.RunWorker = false, redis, new GatedStrategy("a"));

        for (var i = 0; i < 50; i++)
        {
            var (one, other) = i % 2 == 0 ? (starter, reader) : (reader, starter);
            var ticket = await one.StartScanAsync(new ScanRequest(new OwnerId("desk-" + i)));
            var found = await other.FindAsync(ticket.Key);

            found.IsFound.Should().BeTrue("the store acknowledged the whole record before the id was returned");
            found.Snapshot!.Progress.Total.Should().Be(1);
            (await other.Scans.GetResultsAsync(ticket.Key)).Lookup.IsFound.Should().BeTrue();
            (await other.Scans.FindAsync(ScanQuery.Latest(ticket.Key.Owner))).Snapshot!.Id.Should().Be(ticket.Id);
        }
    }

    [Fact]
    [Trait("Incident", "A2")]
    public async Task Any_process_answers_for_a_scan_that_another_one_runs()
    {
        var redis = await RedisHost.SharedAsync();
        var strategy = new GatedStrategy("a");
        await using var runner = await RedisHost.StartAsync(static _ => { }, redis, strategy);
        await using var reader = await RedisHost.StartAsync(static o => o.RunWorker = false, redis, new GatedStrategy("a"));
        var ticket = await reader.StartScanAsync();

        for (var i = 1; i <= 14; i++)
        {
            strategy.Emit(Sample.Opportunity("S" + i));
            var count = i;
            var seen = await reader.SeenAsync(ticket.Key, s => s.Progress.Found == count);
            (await runner.FindAsync(ticket.Key)).Snapshot!.Version.Should().Be(seen.Version);
        }

        strategy.Finish();
        (await reader.EndOfAsync(ticket.Key)).Version.Should().Be((await runner.EndOfAsync(ticket.Key)).Version);
    }

    [Fact]
    [Trait("Incident", "A3")]
    public Task After_the_last_strategy_settled_status_and_results_stay_for_the_whole_retention() => Spans.FittingAsync(ShortRetention, async retention =>
    {
        var redis = await RedisHost.SharedAsync();
        var strategies = Enumerable.Range(1, 14).Select(static i => Sample.Finds("s" + i, Sample.Opportunity("S" + i))).ToArray();
        await using var runner = await RedisHost.StartAsync(Retains(retention), redis, strategies);
        await using var reader = await RedisHost.StartAsync(static o => o.RunWorker = false, redis, strategies);
        var end = await runner.EndOfAsync((await runner.StartScanAsync()).Key);
        if (end.Status == ScanStatus.TimedOut) return false;
        end.Progress.Settled.Should().Be(14);

        var (polls, last) = (0, end.ExpiresAt!.Value - TimeSpan.FromMilliseconds(100));
        while (TimeProvider.System.GetUtcNow() < last)
        {
            var results = await reader.Scans.GetResultsAsync(end.Key);
            var status = await reader.FindAsync(end.Key);
            if (TimeProvider.System.GetUtcNow() >= last) break;
            (status.Status, results.Items.Length).Should().Be((LookupStatus.Found, 14));
            polls++;
        }

        return polls > 0;
    });

    [Fact]
    [Trait("Incident", "A4")]
    public Task Status_results_and_every_kind_of_lookup_expire_together() => Spans.FittingAsync(ShortRetention, async retention =>
    {
        var redis = await RedisHost.SharedAsync();
        await using var runner = await RedisHost.StartAsync(Retains(retention), redis, new GatedStrategy("a").Finish());
        await using var reader = await RedisHost.StartAsync(static o => o.RunWorker = false, redis, new GatedStrategy("a"));
        var end = await runner.EndOfAsync((await runner.StartScanAsync()).Key);

        var polls = 0;
        while (true)
        {
            var others = await OthersAsync(reader, end);
            if ((await reader.FindAsync(end.Key)).Status != LookupStatus.Found) break;
            others.Should().AllBeEquivalentTo(LookupStatus.Found, "the id, asked for later, was still there");
            polls++;
        }

        (await reader.FoundAsAsync(end.Key, static l => !l.IsFound)).Status.Should().Be(LookupStatus.Expired);
        (await OthersAsync(reader, end)).Should().Equal(LookupStatus.Expired, LookupStatus.NotFound, LookupStatus.NotFound);
        await using var late = await RedisHost.StartAsync(static o => o.RunWorker = false, redis, new GatedStrategy("a"));
        (await late.FindAsync(end.Key)).Status.Should().Be(LookupStatus.Expired);
        return polls > 0;
    });

    [Fact]
    [Trait("Incident", "A5")]
    public async Task A_process_that_cannot_reach_redis_says_so_and_never_not_found()
    {
        var redis = await RedisHost.SharedAsync();
        await using var healthy = await RedisHost.StartAsync(static _ => { }, redis, new GatedStrategy("a"));
        await using var lonely = await RedisHost.StartReaderAsync("127.0.0.1:1", new GatedStrategy("a"));
        var ticket = await healthy.StartScanAsync();

        var polls = await Task.WhenAll(Enumerable.Range(0, 60).Select(async i => (i, (await (i % 2 == 0 ? healthy : lonely).FindAsync(ticket.Key)).Status)));

        polls.Should().OnlyContain(static p => p.Status == (p.i % 2 == 0 ? LookupStatus.Found : LookupStatus.StoreUnavailable));
        (await lonely.Scans.GetResultsAsync(ticket.Key)).Lookup.Status.Should().Be(LookupStatus.StoreUnavailable);
        await lonely.Awaiting(p => p.Scans.CancelAsync(ticket.Key).AsTask()).Should().ThrowAsync<ScanStoreUnavailableException>();
        await lonely.Awaiting(p => p.StartScanAsync()).Should().ThrowAsync<ScanStoreUnavailableException>();
    }

    /// <summary>A retention, and the longest deadline that goes with it.</summary>
    internal static Action<OpportunityScanOptions> Retains(TimeSpan retention) =>
        o => (o.Deadline, o.Retention) = (retention - TimeSpan.FromMilliseconds(1), retention);

    private static async Task<ImmutableArray<LookupStatus>> OthersAsync(RedisHost host, ScanSnapshot scan) =>
    [
        (await host.Scans.GetResultsAsync(scan.Key)).Lookup.Status,
        (await host.Scans.FindAsync(ScanQuery.ByRequest(scan.Owner, scan.Plan.Fingerprint))).Status,
        (await host.Scans.FindAsync(ScanQuery.Latest(scan.Owner))).Status,
    ];
}
