using OpportunityScan.Storage;
using OpportunityScan.StoreConformance;

namespace OpportunityScan.Tests.Storage;

public sealed class InMemorySignalTests : InMemoryStoreTest
{
    [Fact, Trait("Incident", "D8")]
    public async Task Exceptions_of_callbacks_are_counted_and_go_nowhere()
    {
        var runner = await RunAsync(Sample.Plan());
        using var calls = new Calls<bool>(Fixture.Patience);
        await using var bad = await Store.WatchAsync(runner.Key, static () => throw new InvalidOperationException("A defect of a watcher."), default);
        await using var badWork = await Store.WatchWorkAsync(static _ => throw new InvalidOperationException("A defect of a worker."), default);
        await using var good = await Store.WatchAsync(runner.Key, () => calls.Add(true), default);
        await using var goodWork = await Store.WatchWorkAsync(_ => calls.Add(true), default);

        await runner.StartAsync(0);
        await calls.NextAsync();
        await CreateAsync(Sample.Plan(request: "b"));
        await calls.NextAsync();

        // Each drain counts its failures after its last callback, so the count may come a moment after the calls.
        SpinWait.SpinUntil(() => Store.FailedCallbacks == 2, Fixture.Patience).Should().BeTrue();
    }

    [Fact]
    public async Task Commits_made_while_a_callback_runs_are_merged_into_one_more_call()
    {
        var runner = await RunAsync(Sample.Plan());
        using var calls = new Calls<bool>(Fixture.Patience);
        using var hold = new ManualResetEventSlim();
        await using var watch = await Store.WatchAsync(runner.Key, () => HoldFirst(calls, hold), default);

        await runner.StartAsync(0);
        await calls.NextAsync();
        for (var i = 0; i < 500; i++) (await runner.StartAsync(0)).Status.Should().Be(CommitStatus.Accepted, "no callback holds a writer up");
        hold.Set();
        await calls.NextAsync();

        calls.Count.Should().Be(2);
    }

    [Fact]
    public async Task A_callback_may_use_the_store()
    {
        var runner = await RunAsync(Sample.Plan());
        using var calls = new Calls<Task<CancelResult>>(Fixture.Patience);
        await using var watch = await Store.WatchAsync(runner.Key, () => calls.Add(Store.CancelAsync(runner.Key, default).AsTask()), default);

        await runner.StartAsync(0);

        await calls.NextAsync(static canceling => canceling.IsCompletedSuccessfully);
        (await Store.FindAsync(runner.Key, default))!.State.CancelRequestedAt.Should().NotBeNull();
    }

    [Fact]
    public async Task A_watcher_that_left_while_a_signal_was_delivered_is_not_called_by_it()
    {
        var runner = await RunAsync(Sample.Plan());
        using var calls = new Calls<int>(Fixture.Patience);
        var watches = new IAsyncDisposable[2];
        var leaving = new List<Task>();
        for (var i = 0; i < 2; i++)
        {
            var watcher = i;
            watches[i] = await Store.WatchAsync(runner.Key, () => Take(watcher), default);
        }

        await runner.StartAsync(0);
        await calls.NextAsync();
        await runner.StartAsync(0);
        await calls.NextAsync();

        await Task.WhenAll(leaving);
        calls.Distinct().Should().ContainSingle("whichever is called first makes the other leave");

        void Take(int watcher)
        {
            leaving.Add(watches[1 - watcher].DisposeAsync().AsTask());
            calls.Add(watcher);
        }
    }

    [Fact]
    public async Task More_wishes_to_cancel_than_are_worth_naming_are_merged_into_one_that_names_none()
    {
        var runners = new List<SampleRunner>();
        for (var i = 0; i < 400; i++) runners.Add(await RunAsync(Sample.Plan()));
        using var calls = new Calls<WorkSignal>(Fixture.Patience);
        using var hold = new ManualResetEventSlim();
        await using var watch = await Store.WatchWorkAsync(signal => HoldFirst(calls, hold, signal), default);

        await Store.CancelAsync(runners[0].Key, default);
        await calls.NextAsync();
        foreach (var runner in runners.Skip(1)) await Store.CancelAsync(runner.Key, default);
        hold.Set();
        await calls.NextAsync(signal => signal == new WorkSignal(WorkSignalKind.CancelRequested));

        calls.Count.Should().BeLessThan(300);
    }

    [Fact, Trait("Incident", "D10")]
    public async Task Nothing_is_kept_of_scans_that_nobody_watches_any_more()
    {
        for (var i = 0; i < 10; i++)
        {
            var one = await Store.WatchAsync(Sample.Plan().Key, static () => { }, default);
            var two = await Store.WatchAsync(Sample.Plan().Key, static () => { }, default);
            await one.DisposeAsync();
            await two.DisposeAsync();
            await two.DisposeAsync();
        }

        Store.Count().WatchedScans.Should().Be(0);
    }

    private static void HoldFirst<T>(Calls<T> calls, ManualResetEventSlim hold, T value = default!)
    {
        calls.Add(value);
        hold.Wait();
    }
}
