using OpportunityScan.Running;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.RunningUnits;

[Trait("Incident", "E9")]
public sealed class StrategyThreadsTests
{
    [Fact]
    public async Task What_waits_behind_blocked_threads_gets_threads_of_its_own()
    {
        using var over = new ManualResetEventSlim();
        var begun = 0;
        var threads = new StrategyThreads(static () => { }, static _ => { });
        void Block(object? state)
        {
            Interlocked.Increment(ref begun);
            over.Wait(TimeSpan.FromMinutes(1));
        }

        for (var i = 0; i < 50; i++) threads.Run(Block, null);
        await Limit.UntilAsync(() =>
        {
            threads.Grow();
            return Volatile.Read(ref begun) == 50;
        });

        threads.Count.Should().BeGreaterThanOrEqualTo(49, "the first one blocks a thread of the pool, and no other one does").And.BeLessThan(200);
        over.Set();
        threads.Close();
        await Limit.UntilAsync(() => threads.Count == 0);
    }

    [Fact]
    public async Task What_a_strategy_awaits_comes_back_and_what_is_rescued_does_not()
    {
        var threads = new StrategyThreads(static () => { }, static _ => { });
        var seen = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        threads.Run(_ => _ = ComeBackAsync(), null);
        (await Limit.Within(seen.Task)).Should().BeTrue();

        var rescued = new TaskCompletionSource<SynchronizationContext?>(TaskCreationOptions.RunContinuationsAsynchronously);
        threads.Rescue(_ => rescued.SetResult(SynchronizationContext.Current), null);
        (await Limit.Within(rescued.Task)).Should().BeNull();
        threads.Close();

        async Task ComeBackAsync()
        {
            await Task.Yield();
            await Task.Run(static () => { });
            seen.SetResult(SynchronizationContext.Current == threads);
        }
    }

    /// <summary>As after a run whose strategy was left behind: nothing else is queued, and nobody looks after the threads any more.</summary>
    [Fact]
    public async Task What_goes_behind_a_strategy_that_blocks_has_the_threads_looked_after()
    {
        using var over = new ManualResetEventSlim();
        var (begun, queued) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), 0);
        var threads = new StrategyThreads(() => Interlocked.Increment(ref queued), static _ => { });
        threads.Run(_ => { begun.SetResult(); over.Wait(TimeSpan.FromMinutes(1)); }, null);
        await Limit.Within(begun.Task);
        var (before, behind) = (queued, new Behind());

        threads.RunBehind(behind);

        queued.Should().Be(before + 1);
        await Limit.UntilAsync(() =>
        {
            threads.Grow();
            return behind.HasRun.IsCompleted;
        });
        (await behind.HasRun).Should().BeNull("it is no code of a strategy");
        over.Set();
        threads.Close();
    }

    [Fact]
    public async Task What_is_thrown_where_nobody_awaits_is_told_and_ends_no_thread()
    {
        var faults = new List<Exception>();
        var threads = new StrategyThreads(static () => { }, faults.Add);
        var went = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        threads.Run(static _ => throw new InvalidOperationException("stray"), null);
        threads.Run(_ => went.SetResult(), null);
        await Limit.Within(went.Task);
        await Limit.UntilAsync(() => faults.Count == 1);

        threads.Close();
    }

    [Fact]
    public async Task Once_closed_its_work_goes_to_the_thread_pool()
    {
        var threads = new StrategyThreads(static () => { }, static _ => { });
        threads.Close();
        var onPool = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);

        threads.Run(_ => onPool.SetResult(Thread.CurrentThread.IsThreadPoolThread), null);

        (await Limit.Within(onPool.Task)).Should().BeTrue();
        threads.Count.Should().Be(0);
    }

    [Fact]
    public async Task A_pulse_has_a_thread_only_once_something_is_watched_and_none_once_it_is_closed()
    {
        var pulse = new Pulse(static _ => { });
        pulse.IsAlive.Should().BeFalse();
        var beaten = new Beaten();

        pulse.Watch(beaten);
        await Limit.UntilAsync(() => beaten.Beats > 2);
        pulse.Close();

        await Limit.UntilAsync(() => !pulse.IsAlive);
    }

    private sealed class Behind : IThreadPoolWorkItem
    {
        private readonly TaskCompletionSource<SynchronizationContext?> _hasRun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>What it ran in, once it has.</summary>
        internal Task<SynchronizationContext?> HasRun => _hasRun.Task;

        public void Execute() => _hasRun.SetResult(SynchronizationContext.Current);
    }

    private sealed class Beaten : IPulsed
    {
        private int _beats;

        internal int Beats => Volatile.Read(ref _beats);

        public void OnBeat(StrategyThreads threads) => Interlocked.Increment(ref _beats);
    }
}
