using OpportunityScan.Redis.Tests.Faults;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Redis.Tests.Incidents;

/// <summary>Incidents of concurrency, between hosts that share nothing but a Redis.</summary>
public sealed class ConcurrencyIncidents
{
    [Fact]
    [Trait("Incident", "D1")]
    public async Task The_same_request_in_two_processes_at_once_is_one_scan()
    {
        var redis = await RedisHost.SharedAsync();
        GatedStrategy[] strategies = [new("a"), new("a")];
        await using var first = await RedisHost.StartAsync(static _ => { }, redis, strategies[0]);
        await using var second = await RedisHost.StartAsync(static _ => { }, redis, strategies[1]);

        var tickets = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() => (i % 2 == 0 ? first : second).StartScanAsync())));
        await first.SeenAsync(tickets[0].Key, static s => s.Progress.Running == 1);
        foreach (var strategy in strategies) strategy.Finish();
        await second.EndOfAsync(tickets[0].Key);

        tickets.Select(static t => t.Id).Distinct().Should().ContainSingle();
        tickets.Count(static t => t.Disposition == StartDisposition.Created).Should().Be(1);
        strategies.Sum(static s => s.Starts).Should().Be(1);
    }

    [Fact]
    [Trait("Incident", "D1")]
    public async Task A_superseded_runner_cannot_overwrite_the_result_of_the_one_that_took_over()
    {
        await using var server = await FragileServer.StartAsync();
        await using var link = new FaultyLink(server.Port);
        var (frozen, taker) = (new GatedStrategy("a"), new GatedStrategy("a"));
        await using var first = await RedisHost.StartAsync(link.Endpoint, static o => o.LeaseDuration = RedisHost.LongLease, frozen);
        var ticket = await first.StartScanAsync();
        await using var second = await RedisHost.StartAsync(server.Endpoint, taker);
        await second.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);

        link.Block();
        await second.LapseAsync(ticket.Key);
        frozen.Emit(Sample.Opportunity("WRONG", 1_000)).Finish();
        await taker.RunAsync();
        taker.Emit(Sample.Opportunity("RIGHT")).Finish();
        var end = await second.EndOfAsync(ticket.Key);
        link.Open();
        using var limit = Limit.Source();
        while (first.Worker.RunningScans > 0) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);

        (await second.FindAsync(ticket.Key)).Snapshot!.Version.Should().Be(end.Version);
        (await second.FoundAsync(ticket.Key)).Select(static o => o.Symbol).Should().Equal("RIGHT");
        (end.State.Attempt, frozen.Starts, taker.Starts).Should().Be((2, 1, 1));
        first.Logged.Should().Contain(105);
    }

    [Fact]
    [Trait("Incident", "D2")]
    public async Task A_running_scan_is_read_from_redis_every_time_and_only_its_end_is_cached()
    {
        var redis = await RedisHost.SharedAsync();
        var strategy = new GatedStrategy("a");
        await using var runner = await RedisHost.StartAsync(static _ => { }, redis, strategy);
        await using var reader = await RedisHost.StartAsync(static o => o.RunWorker = false, redis, new GatedStrategy("a"));
        var ticket = await runner.StartScanAsync();
        (await reader.FindAsync(ticket.Key)).FoundBy.Should().Be("by-id");

        strategy.Emit(Sample.Opportunity("S1"));
        await runner.SeenAsync(ticket.Key, static s => s.Progress.Found == 1);
        var running = await reader.FindAsync(ticket.Key);
        (running.FoundBy, running.Snapshot!.Progress.Found).Should().Be(("by-id", 1));
        strategy.Finish();
        await runner.EndOfAsync(ticket.Key);

        (await reader.FindAsync(ticket.Key)).FoundBy.Should().Be("by-id");
        var cached = await reader.FindAsync(ticket.Key);
        (cached.FoundBy, cached.Snapshot!.Status).Should().Be(("terminal-cache", ScanStatus.Completed));
    }

    [Fact]
    [Trait("Incident", "D6")]
    public async Task After_a_worker_was_killed_another_one_goes_on_and_the_scan_is_found_all_the_time()
    {
        var redis = await RedisHost.SharedAsync();
        var lease = static (OpportunityScanOptions o) => { o.LeaseDuration = RedisHost.LongLease; };
        var (done, half) = (new GatedStrategy("done").Emit(Sample.Opportunity("DONE")).Finish(), new GatedStrategy("half").Emit(Sample.Opportunity("HALF")));
        var (doneAgain, halfAgain) = (new GatedStrategy("done"), new GatedStrategy("half"));
        await using var first = await RedisHost.StartAsync(lease, redis, done, half);
        var ticket = await first.StartScanAsync();
        var before = await first.SeenAsync(ticket.Key, static s => s.Progress is { Settled: 1, Found: 2 });
        await using var second = await RedisHost.StartAsync(lease, redis, doneAgain, halfAgain);

        await first.KillAsync();
        await second.LapseAsync(ticket.Key);
        var taken = await second.FoundAsAsync(ticket.Key, l =>
        {
            (l.Status, l.Snapshot?.Progress.Settled, l.Snapshot?.Progress.Total, l.Snapshot?.Progress.Found).Should().Be((LookupStatus.Found, 1, 2, 2));
            return l.Snapshot!.State.Attempt == 2;
        });
        await halfAgain.RunAsync();
        halfAgain.Finish();
        var end = await second.EndOfAsync(ticket.Key);

        taken.Snapshot!.Version.Should().BeGreaterThan(before.Version);
        (end.Status, end.Progress.Found, doneAgain.Starts, halfAgain.Starts).Should().Be((ScanStatus.Completed, 2, 0, 1));
    }
}
