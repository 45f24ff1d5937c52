using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Coordination;

public sealed class WatchTests
{
    [Fact]
    public async Task A_watcher_sees_rising_versions_and_the_terminal_snapshot_ends_the_stream()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(strategy);
        var ticket = await process.StartScanAsync();

        var seen = new List<ScanSnapshot>();
        var watching = Task.Run(async () =>
        {
            await foreach (var snapshot in process.Scans.WatchAsync(ticket.Key))
            {
                seen.Add(snapshot);
                strategy.Emit(Sample.Opportunity("S" + seen.Count));
                if (seen.Count == 10) strategy.Finish();
            }
        });
        await Limit.Within(watching);

        seen.Select(static s => s.Version).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        seen.Select(static s => s.Progress.Found).Should().BeInAscendingOrder();
        seen.Count(static s => s.IsTerminal).Should().Be(1);
        seen[^1].Status.Should().Be(ScanStatus.Completed);
    }

    [Fact]
    public async Task A_watcher_that_resumes_gets_only_what_is_newer()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(strategy);
        var ticket = await process.StartScanAsync();
        strategy.Emit(Sample.Opportunity("ONE"));
        var known = await process.SeenAsync(ticket.Key, static s => s.Progress.Found == 1);

        await using var resumed = process.Scans.WatchAsync(ticket.Key, known.Version).GetAsyncEnumerator();
        var next = resumed.MoveNextAsync().AsTask();
        next.IsCompleted.Should().BeFalse("it knows the newest version already");
        strategy.Emit(Sample.Opportunity("TWO"));

        (await Limit.Within(next)).Should().BeTrue();
        resumed.Current.Version.Should().BeGreaterThan(known.Version);
        resumed.Current.Progress.Found.Should().Be(2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public async Task The_terminal_snapshot_comes_whatever_version_the_watcher_knows(long afterVersion)
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(strategy);
        var ticket = await process.StartScanAsync();

        var early = LastAsync(process, ticket.Key, afterVersion);
        strategy.Finish();
        var end = await process.EndOfAsync(ticket.Key);

        (await early).Version.Should().Be(end.Version);
        (await LastAsync(process, ticket.Key, afterVersion)).Version.Should().Be(end.Version);
    }

    [Fact]
    public async Task A_slow_watcher_skips_to_the_latest_and_holds_nobody_back()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(strategy);
        var ticket = await process.StartScanAsync();
        await using var slow = process.Scans.WatchAsync(ticket.Key).GetAsyncEnumerator();
        (await Limit.Within(slow.MoveNextAsync().AsTask())).Should().BeTrue();

        for (var i = 1; i <= 50; i++)
        {
            strategy.Emit(Sample.Opportunity("S" + i));
            var count = i;
            await process.SeenAsync(ticket.Key, s => s.Progress.Found == count); // a quick watcher beside it
        }

        var steps = 0;
        for (; slow.Current.Progress.Found < 50; steps++) (await Limit.Within(slow.MoveNextAsync().AsTask())).Should().BeTrue();
        steps.Should().BeLessThan(5, "fifty changes later it needs a step or two, not fifty");
        strategy.Finish();
        (await process.EndOfAsync(ticket.Key)).Progress.Found.Should().Be(50);
        (await Limit.Within(slow.MoveNextAsync().AsTask())).Should().BeTrue();
        slow.Current.IsTerminal.Should().BeTrue();
    }

    [Fact]
    public async Task Many_watchers_share_one_subscription_which_ends_with_the_last_of_them()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(strategy);
        var ticket = await process.StartScanAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);
        var before = world.Store.Subscriptions;

        var watchers = Enumerable.Range(0, 100).Select(_ => LastAsync(process, ticket.Key, long.MaxValue)).ToArray();
        await Limit.UntilAsync(() => world.Store.Watches == 1);
        process.WatchFeeds.Should().Be(1);
        strategy.Finish();
        var ends = await Task.WhenAll(watchers);

        ends.Should().OnlyContain(static s => s.IsTerminal);
        world.Store.Subscriptions.Should().Be(before + 1);
        await Limit.UntilAsync(() => world.Store.Watches == 0);
        process.WatchFeeds.Should().Be(0);
    }

    [Fact]
    public async Task A_watcher_that_leaves_ends_neither_the_scan_nor_the_others()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(strategy);
        var ticket = await process.StartScanAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);
        using var source = new CancellationTokenSource();
        var staying = LastAsync(process, ticket.Key, long.MaxValue);
        var leaving = LastAsync(process, ticket.Key, long.MaxValue, source.Token);

        await source.CancelAsync();
        await FluentActions.Awaiting(() => leaving).Should().ThrowAsync<OperationCanceledException>();
        strategy.Finish();

        (await staying).Status.Should().Be(ScanStatus.Completed);
        await Limit.UntilAsync(() => world.Store.Watches == 0);
    }

    [Fact]
    public async Task Watching_what_is_not_there_throws_and_says_what_is_missing()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(new GatedStrategy("a").Finish());
        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);
        var unknown = new ScanKey(Sample.Owner, ScanId.New());

        var missing = (await process.Invoking(p => p.EndOfAsync(unknown)).Should().ThrowAsync<ScanNotFoundException>()).Which;
        (missing.Key, missing.Status).Should().Be((unknown, LookupStatus.NotFound));
        world.Clock.Advance(TimeSpan.FromHours(1));
        (await process.Invoking(p => p.EndOfAsync(end.Key)).Should().ThrowAsync<ScanNotFoundException>()).Which.Status.Should().Be(LookupStatus.Expired);
    }

    [Fact]
    public async Task An_outage_at_the_beginning_is_reported_and_a_later_one_is_waited_out()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(strategy);
        var ticket = await process.StartScanAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);
        world.Store.IsDown = true;
        await process.Invoking(p => p.EndOfAsync(ticket.Key)).Should().ThrowAsync<ScanStoreUnavailableException>();
        world.Store.IsDown = false;

        var watching = LastAsync(process, ticket.Key, 0);
        await Limit.UntilAsync(() => world.Store.Watches == 1);
        world.Store.IsDown = true;
        world.Clock.Advance(TimeSpan.FromSeconds(4));
        world.Store.IsDown = false;
        strategy.Finish();

        (await world.AdvanceUntilAsync(watching, TimeSpan.FromMilliseconds(100))).Status.Should().Be(ScanStatus.Completed);
    }

    [Fact]
    public async Task A_change_whose_signal_was_lost_is_seen_by_the_slow_poll()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(strategy);
        var ticket = await process.StartScanAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);
        var watching = LastAsync(process, ticket.Key, 0);
        await Limit.UntilAsync(() => world.Store.Watches == 1);

        world.Store.IsSilent = true;
        strategy.Finish();

        (await world.AdvanceUntilAsync(watching, TimeSpan.FromMilliseconds(500))).Status.Should().Be(ScanStatus.Completed);
    }

    private static async Task<ScanSnapshot> LastAsync(ScanProcess process, ScanKey key, long afterVersion, CancellationToken cancellationToken = default)
    {
        using var limit = Limit.Source();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        ScanSnapshot? last = null;
        await foreach (var snapshot in process.Scans.WatchAsync(key, afterVersion, either.Token)) last = snapshot;
        return last!;
    }

    [Fact]
    [Trait("Incident", "E5")]
    public async Task A_watch_never_goes_on_with_another_scan_that_has_the_id()
    {
        await using var world = new ScanHarness();
        var request = Sample.Request with { Id = new ScanId("order-1") };
        var process = await world.StartAsync(static o => o.RunWorker = false, new GatedStrategy("a"));
        var ticket = await process.StartScanAsync(request);
        using var limit = Limit.Source();
        var watch = process.Scans.WatchAsync(ticket.Key, 0, limit.Token).GetAsyncEnumerator(limit.Token);
        await using var disposal = watch;
        (await watch.MoveNextAsync()).Should().BeTrue();
        var next = watch.MoveNextAsync().AsTask();
        await Limit.UntilAsync(() => world.Store.Watches == 1);

        world.Memory.Lose(ticket.Key);
        (await process.StartScanAsync(request)).Disposition.Should().Be(StartDisposition.Created);
        await process.Scans.CancelAsync(ticket.Key);

        await next.Invoking(static n => Limit.Within(n)).Should().ThrowAsync<ScanNotFoundException>();
    }
}
