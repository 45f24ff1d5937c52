using OpportunityScan.Tests.Support;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>Redis goes, and comes back: what is said meanwhile, what is kept, and that nobody has to be restarted.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task What_is_found_while_redis_is_down_is_kept_until_it_is_back()
    {
        await using var server = await FragileServer.StartDurableAsync();
        GatedStrategy[] strategies = [new("early"), new("during"), new("late")];
        await using var runner = await RedisHost.StartAsync(server.Endpoint, strategies);
        await using var reader = await RedisHost.StartReaderAsync(server.Endpoint, strategies);
        var ticket = await reader.StartScanAsync();
        strategies[0].Emit(Sample.Opportunity("EARLY")).Finish();
        var before = await reader.SeenAsync(ticket.Key, static s => s.Progress is { Settled: 1, Found: 1 });
        var watches = new TaskCompletionSource();
        var watching = reader.SeenAsync(ticket.Key, s => watches.TrySetResult() && s.IsTerminal || s.IsTerminal);
        await Limit.Within(watches.Task);

        await server.KillAsync();
        strategies[1].Emit(Sample.Opportunities(20, "D")).Finish();
        var unknown = await reader.FoundAsAsync(ticket.Key, static l => !l.IsFound);
        (unknown.Status, unknown.Snapshot).Should().Be((LookupStatus.StoreUnavailable, null));
        unknown.LastKnown!.Version.Should().BeGreaterThanOrEqualTo(before.Version, "what was read last is shown as such");
        (await reader.Scans.GetResultsAsync(ticket.Key)).Lookup.Status.Should().Be(LookupStatus.StoreUnavailable);
        await reader.Awaiting(r => r.Scans.CancelAsync(ticket.Key).AsTask()).Should().ThrowAsync<ScanStoreUnavailableException>();
        await reader.Awaiting(r => r.StartScanAsync()).Should().ThrowAsync<ScanStoreUnavailableException>();
        strategies[2].Emit(Sample.Opportunity("LATE")).Finish();
        await server.RunAsync();

        var end = await Limit.Within(watching);
        (end.Status, end.Progress.Found, end.State.Attempt).Should().Be((ScanStatus.Completed, 22, 1));
        end.Version.Should().BeGreaterThan(before.Version);
        (await reader.FoundAsync(ticket.Key)).Should().HaveCount(22);
        strategies.Should().OnlyContain(static s => s.Starts == 1);
        (await reader.StartWhenPossibleAsync(Sample.Request)).Id.Should().NotBe(ticket.Id);
    }

    [Fact]
    public async Task A_read_while_redis_is_down_is_answered_soon()
    {
        await using var server = await FragileServer.StartAsync();
        var patience = TimeSpan.FromMinutes(2);
        await using var reader = await RedisHost.StartAsync(
            static o => o.RunWorker = false, o => (o.Configuration, o.CommandTimeout) = (server.Endpoint, patience), new GatedStrategy("a"));
        var ticket = await reader.StartScanAsync();
        await server.KillAsync();
        await reader.FoundAsAsync(ticket.Key, static l => l.Status == LookupStatus.StoreUnavailable);

        var started = TimeProvider.System.GetTimestamp();
        (await reader.FindAsync(ticket.Key)).Status.Should().Be(LookupStatus.StoreUnavailable);
        (await reader.Scans.GetResultsAsync(ticket.Key)).Lookup.Status.Should().Be(LookupStatus.StoreUnavailable);

        TimeProvider.System.GetElapsedTime(started).Should().BeLessThan(patience / 2, "whoever polls is told at once, not when a command has timed out");
    }

    [Fact]
    public async Task A_process_that_starts_while_redis_is_down_starts_and_heals()
    {
        await using var server = FragileServer.Prepare();
        var strategy = new GatedStrategy("a").Emit(Sample.Opportunity("IBM")).Finish();
        await using var runner = await RedisHost.StartAsync(server.Endpoint, strategy);
        await using var starter = await RedisHost.StartReaderAsync(server.Endpoint, strategy);
        runner.Logged.Should().Contain(501);
        (await starter.FindAsync(new ScanKey(Sample.Owner, ScanId.New()))).Status.Should().Be(LookupStatus.StoreUnavailable);

        await server.RunAsync();

        var ticket = await starter.StartWhenPossibleAsync(Sample.Request);
        var end = await starter.EndOfAsync(ticket.Key);
        (end.Status, end.Progress.Found, strategy.Starts).Should().Be((ScanStatus.Completed, 1, 1));
    }

    [Fact]
    public async Task A_scan_that_is_lost_while_it_runs_is_written_again_and_completes()
    {
        await using var server = await FragileServer.StartAsync();
        GatedStrategy[] strategies = [new("done"), new("half")];
        await using var runner = await RedisHost.StartAsync(server.Endpoint, static o => o.LeaseDuration = TimeSpan.FromSeconds(15), strategies);
        await using var reader = await RedisHost.StartReaderAsync(server.Endpoint, strategies);
        var ticket = await runner.StartScanAsync();
        strategies[0].Emit(Sample.Opportunities(3, "DONE")).Finish();
        strategies[1].Emit(Sample.Opportunity("HALF"));
        var before = await reader.SeenAsync(ticket.Key, static s => s.Progress is { Settled: 1, Found: 4 });

        await server.ExecuteAsync("FLUSHALL");
        var again = await reader.FoundAsAsync(ticket.Key, static l => l.IsFound);
        strategies[1].Emit(Sample.Opportunity("REST")).Finish();
        var end = await reader.EndOfAsync(ticket.Key);

        again.Snapshot!.Version.Should().BeGreaterThan(before.Version);
        again.Snapshot.Progress.Should().BeEquivalentTo(before.Progress);
        (end.Status, end.Progress.Found, end.State.Attempt).Should().Be((ScanStatus.Completed, 5, 1));
        (await reader.FoundAsync(ticket.Key)).Should().HaveCount(5);
        (await reader.Scans.FindAsync(ScanQuery.Latest(ticket.Key.Owner))).Snapshot!.Id.Should().Be(ticket.Id, "what points to it is written again, too");
        strategies.Should().OnlyContain(static s => s.Starts == 1);
        runner.Logged.Should().Contain(106);
    }

    [Fact]
    [Trait("Incident", "E5")]
    public async Task A_process_of_another_number_of_partitions_that_started_while_redis_was_down_follows_the_store()
    {
        await using var server = FragileServer.Prepare();
        var strategy = new GatedStrategy("a").Finish();
        await using var late = await RedisHost.StartAsync(
            static o => o.RunWorker = false, o => (o.Configuration, o.Partitions) = (server.Endpoint, 8), strategy);
        await server.RunAsync();
        await using var first = await RedisHost.StartAsync(server.Endpoint, strategy);
        var ticket = await first.StartScanAsync();
        await first.EndOfAsync(ticket.Key);

        await late.FoundAsAsync(ticket.Key, static l => l.IsFound);
        strategy.Finish();
        var theirs = await late.StartScanAsync();
        (await first.EndOfAsync(theirs.Key)).Status.Should().Be(ScanStatus.Completed);
    }
}
