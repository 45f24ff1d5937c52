using Microsoft.Extensions.DependencyInjection;
using OpportunityScan.Storage;
using OpportunityScan.Storage.InMemory;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Coordination;

/// <summary>Whoever leaves a watch leaves nothing behind, and waits for nothing.</summary>
[Trait("Incident", "E7")]
public sealed class LeavingWatchTests
{
    [Fact]
    public async Task Watchers_that_leave_while_their_subscription_is_being_made_leave_nothing()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(new GatedStrategy("a"));
        var tickets = new List<ScanTicket>();
        for (var i = 0; i < 20; i++) tickets.Add(await process.StartScanAsync(new ScanRequest(new OwnerId("desk-" + i))));
        var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Store.BeforeWatch = () => made.Task;
        using var source = new CancellationTokenSource();

        var watchers = tickets.SelectMany(t => Enumerable.Range(0, 20).Select(_ => WatchAsync(process, t.Key, source.Token))).ToArray();
        await Limit.UntilAsync(() => process.WatchFeeds == 20);
        await source.CancelAsync();
        await Limit.Within(Task.WhenAll(watchers)); // although no subscription was made yet

        process.WatchFeeds.Should().Be(0);
        made.SetResult();
        await Limit.UntilAsync(() => process.EndingFeeds == 0);
        (world.Store.Watches, world.Memory.Count().WatchedScans).Should().Be((0, 0));
    }

    [Fact]
    public async Task A_feed_that_failed_once_does_not_fail_whoever_comes_later()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(strategy);
        var ticket = await process.StartScanAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);
        await using var slow = process.Scans.WatchAsync(ticket.Key).GetAsyncEnumerator();
        (await Limit.Within(slow.MoveNextAsync().AsTask())).Should().BeTrue();
        strategy.Emit(Sample.Opportunity("ONE"));
        while (slow.Current.Progress.Found == 0) (await Limit.Within(slow.MoveNextAsync().AsTask())).Should().BeTrue();
        var quick = process.EndOfAsync(ticket.Key);
        await Limit.UntilAsync(() => world.Store.Watches == 1);
        world.Memory.Lose(ticket.Key);
        await FluentActions.Awaiting(() => world.AdvanceUntilAsync(quick, TimeSpan.FromMilliseconds(500))).Should().ThrowAsync<ScanNotFoundException>();
        strategy.Emit(Sample.Opportunity("TWO")); // with this the runner writes the scan again
        await Limit.UntilAsync(() => process.FindAsync(ticket.Key), static f => f.IsFound);

        var later = process.EndOfAsync(ticket.Key); // while the slow one still holds on to what failed
        strategy.Finish();

        (await Limit.Within(later)).Status.Should().Be(ScanStatus.Completed);
        await FluentActions.Awaiting(() => slow.MoveNextAsync().AsTask()).Should().ThrowAsync<ScanNotFoundException>();
    }

    [Fact]
    public async Task A_watcher_that_outlives_the_container_is_told_so_and_the_coordinator_refuses()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(new GatedStrategy("a") { IgnoresCancellation = true });
        var starter = await world.StartAsync(o => o.RunWorker = false, new GatedStrategy("a"));
        var ticket = await starter.StartScanAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);
        var scans = starter.Scans;
        var watching = starter.EndOfAsync(ticket.Key);
        await Limit.UntilAsync(() => world.Store.Watches == 1);

        await Limit.Within(starter.EndAsync());

        await FluentActions.Awaiting(() => Limit.Within(watching)).Should().ThrowAsync<ObjectDisposedException>();
        await Limit.UntilAsync(() => world.Store.Watches == 0);
        await FluentActions.Awaiting(() => scans.FindAsync(ScanQuery.ById(ticket.Key)).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
        await FluentActions.Awaiting(() => scans.StartAsync(Sample.Request).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
        await FluentActions.Awaiting(() => scans.CancelAsync(ticket.Key).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
        await FluentActions.Awaiting(() => scans.GetResultsAsync(ticket.Key).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
        await FluentActions.Awaiting(() => scans.WatchAsync(ticket.Key).FirstAsync().AsTask()).Should().ThrowAsync<ObjectDisposedException>();
        FluentActions.Invoking(() => scans.ListAsync(Sample.Owner)).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public async Task A_feed_keeps_nothing_of_the_request_that_began_it()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(new GatedStrategy("a"));
        var ticket = await process.StartScanAsync();
        var request = new AsyncLocal<string?> { Value = "the request" };
        var seen = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Store.BeforeWatch = () =>
        {
            seen.TrySetResult(request.Value);
            return Task.CompletedTask;
        };
        using var source = new CancellationTokenSource();

        var watching = WatchAsync(process, ticket.Key, source.Token);

        (await Limit.Within(seen.Task)).Should().BeNull();
        await source.CancelAsync();
        await Limit.Within(watching);
    }

    [Fact]
    public async Task After_all_have_left_no_timer_subscription_or_feed_is_left()
    {
        var time = new CountedTime(TimeProvider.System);
        var strategy = new GatedStrategy("a");
        var services = new ServiceCollection().AddSingleton<TimeProvider>(time).AddOpportunityScanning().AddStrategy(strategy).Services.BuildServiceProvider();
        var store = (InMemoryScanStore)services.GetRequiredService<IScanStore>();
        await services.GetRequiredService<IScanWorker>().StartAsync();
        var scans = services.GetRequiredService<IScanCoordinator>();
        var ticket = await scans.StartAsync(Sample.Request);
        await strategy.RunAsync();
        var before = time.Timers;
        using var source = new CancellationTokenSource();

        var watchers = Enumerable.Range(0, 400).Select(_ => WatchAsync(scans, ticket.Key, source.Token)).ToArray();
        await Limit.UntilAsync(() => store.Count().WatchedScans == 1);
        time.Timers.Should().BeGreaterThan(before);
        await source.CancelAsync();
        await Limit.Within(Task.WhenAll(watchers));
        await Limit.UntilAsync(() => time.Timers == before && store.Count().WatchedScans == 0);

        strategy.Finish();
        await services.DisposeAsync();
        await Limit.UntilAsync(() => time.Timers == 0);
    }

    [Fact]
    public void Watchers_that_come_and_go_between_changes_do_not_pile_up()
    {
        var waiting = new OpportunityScan.Coordination.WaitingWatchers();
        var staying = waiting.Join();
        for (var i = 0; i < 100; i++) waiting.Leave(waiting.Join());
        waiting.Groups.Should().Be(1);

        var many = Enumerable.Range(0, 20).Select(_ => waiting.Join()).ToList();
        waiting.Groups.Should().Be(3);
        foreach (var group in many) waiting.Leave(group);

        waiting.Groups.Should().Be(1);
        waiting.TakeAll().Should().Equal(staying);
        waiting.Groups.Should().Be(0);
    }

    private static Task WatchAsync(ScanProcess process, ScanKey key, CancellationToken cancellationToken) => WatchAsync(process.Scans, key, cancellationToken);

    /// <summary>Watches until told to leave.</summary>
    private static async Task WatchAsync(IScanCoordinator scans, ScanKey key, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var snapshot in scans.WatchAsync(key, 0, cancellationToken)) _ = snapshot;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // As it was told.
        }
    }
}
