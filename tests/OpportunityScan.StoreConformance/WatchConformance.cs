using FluentAssertions;
using OpportunityScan.Storage;
using Xunit;

namespace OpportunityScan.StoreConformance;

/// <summary>Whoever watches is told, in every process, while nothing is wrong; and is told no more once it has left.</summary>
public abstract class WatchConformance : StoreSuite
{
    [Fact, Trait("Incident", "B6")]
    public async Task Every_kind_of_change_is_signalled_in_every_process()
    {
        var key = await QueueAsync(Plan());
        using var here = NewCalls<bool>();
        using var there = NewCalls<bool>();
        await using var one = await Store.WatchAsync(key, () => here.Add(true), default);
        await using var two = await Another.WatchAsync(key, () => there.Add(true), default);

        var runner = (await ClaimAsync())!;
        await ExpectAsync("after a claim");
        await runner.EmitAsync(0, 1);
        await ExpectAsync("after a commit");
        await Store.CancelAsync(key, default);
        await ExpectAsync("after a wish to cancel");
        await runner.EndAsync(EndCause.CancelRequested, StrategyStatus.Canceled);
        await ExpectAsync("after the end");

        async Task ExpectAsync(string when)
        {
            await here.NextAsync(when);
            await there.NextAsync(when);
        }
    }

    [Fact, Trait("Incident", "B6")]
    public async Task A_change_can_be_read_when_it_is_signalled()
    {
        var runner = await RunAsync(Plan());
        using var calls = NewCalls<bool>();
        await using var watch = await Another.WatchAsync(runner.Key, () => calls.Add(true), default);

        for (var i = 1; i <= 10; i++)
        {
            await runner.EmitAsync(0, 1);
            while ((await FindAsync(runner.Key)).Progress.Found < i) await calls.NextAsync();
        }

        (await FindAsync(runner.Key)).Progress.Found.Should().Be(10);
    }

    [Fact]
    public async Task Whoever_has_left_is_called_no_more()
    {
        var runner = await RunAsync(Plan());
        using var left = NewCalls<bool>();
        using var stayed = NewCalls<bool>();
        var leaving = await Store.WatchAsync(runner.Key, () => left.Add(true), default);
        await using var staying = await Store.WatchAsync(runner.Key, () => stayed.Add(true), default);
        await runner.StartAsync(0);
        await left.NextAsync();
        await stayed.NextAsync();

        await leaving.DisposeAsync();
        await leaving.DisposeAsync();
        var before = left.Count;
        await runner.StartAsync(1);
        await stayed.NextAsync();

        left.Count.Should().Be(before);
    }

    [Fact, Trait("Incident", "D8")]
    public async Task A_callback_that_throws_harms_neither_the_writer_nor_other_watchers()
    {
        var runner = await RunAsync(Plan());
        using var calls = NewCalls<bool>();
        await using var bad = await Store.WatchAsync(runner.Key, static () => throw new InvalidOperationException("A defect of a watcher."), default);
        await using var badWork = await Store.WatchWorkAsync(static _ => throw new InvalidOperationException("A defect of a worker."), default);
        await using var good = await Store.WatchAsync(runner.Key, () => calls.Add(true), default);

        for (var i = 0; i < 3; i++)
        {
            (await runner.StartAsync(i)).Status.Should().Be(CommitStatus.Accepted);
            await calls.NextAsync();
        }

        (await CreateAsync(Plan(request: "b"))).Status.Should().Be(CreateStatus.Created);
    }

    [Fact]
    public async Task Many_watchers_of_one_scan_are_all_told()
    {
        var runner = await RunAsync(Plan());
        using var calls = NewCalls<int>();
        var watches = new List<IAsyncDisposable>();
        for (var i = 0; i < 100; i++)
        {
            var watcher = i;
            watches.Add(await Store.WatchAsync(runner.Key, () => calls.Add(watcher), default));
        }

        await runner.StartAsync(0);

        for (var i = 0; i < 100; i++)
        {
            var watcher = i;
            await calls.NextAsync(seen => seen == watcher);
        }

        foreach (var watch in watches) await watch.DisposeAsync();
        calls.Count.Should().BeGreaterThanOrEqualTo(100);
    }

    [Fact]
    public async Task Workers_everywhere_are_told_of_a_scan_that_waits()
    {
        using var here = NewCalls<WorkSignal>();
        using var there = NewCalls<WorkSignal>();
        await using var one = await Store.WatchWorkAsync(here.Add, default);
        await using var two = await Another.WatchWorkAsync(there.Add, default);

        var key = await QueueAsync(Plan());

        await here.NextAsync(s => Concerns(s, WorkSignalKind.Due, key));
        await there.NextAsync(s => Concerns(s, WorkSignalKind.Due, key));
        (await ClaimAsync())!.Key.Should().Be(key);
    }

    [Fact]
    public async Task Workers_are_told_of_a_scan_that_is_given_back()
    {
        using var calls = NewCalls<WorkSignal>();
        await using var one = await Store.WatchWorkAsync(static _ => { }, default);
        await using var two = await Another.WatchWorkAsync(calls.Add, default);
        var runner = await RunAsync(Plan());

        await Store.ReleaseAsync(runner.Key, runner.Run, default);

        await calls.NextAsync(s => Concerns(s, WorkSignalKind.Due, runner.Key));
        (await ClaimAsync())!.Key.Should().Be(runner.Key);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Workers_are_told_of_a_scan_that_is_asked_to_stop(bool byReplacement)
    {
        using var calls = NewCalls<WorkSignal>();
        await using var watch = await Another.WatchWorkAsync(calls.Add, default);
        var runner = await RunAsync(Plan());

        if (byReplacement) await CreateAsync(Plan(), StartMode.Replace);
        else await Store.CancelAsync(runner.Key, default);

        await calls.NextAsync(s => Concerns(s, WorkSignalKind.CancelRequested, runner.Key));
        (await FindAsync(runner.Key)).State.CancelRequestedAt.Should().NotBeNull();
    }

    [Fact]
    public async Task A_scan_that_is_not_there_can_be_watched_and_left()
    {
        await using var watch = await Store.WatchAsync(Plan().Key, static () => { }, default);

        (await Store.FindAsync(Plan().Key, default)).Should().BeNull();
    }

    private Calls<T> NewCalls<T>() => new(Fixture.Patience);

    private static bool Concerns(WorkSignal signal, WorkSignalKind kind, ScanKey key) => signal.Kind == kind && (signal.Key == key || signal.Key == default);
}
