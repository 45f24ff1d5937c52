using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace OpportunityScan.Running;

/// <summary>
/// Threads on which strategies run, so that one that blocks holds up no other code of the process: neither the thread pool, nor the runs. What a
/// strategy awaits comes back to them, unless it says otherwise. As many as there are processors, and more as long as those are all kept busy.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore holds nothing that has to be given back: nobody asks for its wait handle.")]
internal sealed class StrategyThreads : SynchronizationContext
{
    /// <summary>More than any sane set of strategies blocks. Beyond it strategies wait for their turn, within their timeouts.</summary>
    internal const int MaxThreads = 2_000;

    private static readonly TimeSpan IdleLife = TimeSpan.FromSeconds(10);
    private readonly ConcurrentQueue<Work> _queue = new();
    private readonly SemaphoreSlim _queued = new(0);
    private readonly Action _onQueued;
    private readonly Action<Exception> _onFault;
    private int _threads;
    private int _idle;
    private long _taken;
    private long _takenBefore;
    private volatile bool _isClosed;

    /// <param name="onQueued">Called for all that is queued: <see cref="Grow"/> is to be called soon, and again as long as something is.</param>
    /// <param name="onFault">Told what was thrown where nobody waits.</param>
    internal StrategyThreads(Action onQueued, Action<Exception> onFault) => (_onQueued, _onFault) = (onQueued, onFault);

    /// <summary>How many threads there are.</summary>
    internal int Count => Volatile.Read(ref _threads);

    internal bool IsQuiet => _queue.IsEmpty;

    public override SynchronizationContext CreateCopy() => this;

    public override void Post(SendOrPostCallback d, object? state) => Queue(new Work(d, state, IsStrategy: true));

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    /// <summary>Has a strategy's code run.</summary>
    internal void Run(SendOrPostCallback work, object? state) => Queue(new Work(work, state, IsStrategy: true));

    /// <summary>Has code of the library run that the thread pool has no thread for: it goes on where it is, and does not come back here.</summary>
    internal void Rescue(SendOrPostCallback work, object? state) => Queue(new Work(work, state, IsStrategy: false));

    /// <summary>To be called at intervals: adds threads for what waits if none of those there are had time to take anything since the last call.</summary>
    internal void Grow()
    {
        var taken = Volatile.Read(ref _taken);
        var isStuck = taken == _takenBefore && !_queue.IsEmpty;
        _takenBefore = taken;
        if (!isStuck) return;
        for (var wanted = Math.Min(_queue.Count, MaxThreads - Count); wanted > 0; wanted--) StartThread();
    }

    /// <summary>Ends the threads as they become free. What is still to be run goes to the thread pool.</summary>
    internal void Close()
    {
        _isClosed = true;
        PassOn();
        _queued.Release(MaxThreads);
    }

    private void Queue(Work work)
    {
        _queue.Enqueue(work);
        if (_isClosed)
        {
            PassOn();
            return;
        }

        _queued.Release();
        if (Volatile.Read(ref _idle) == 0 && Count < Environment.ProcessorCount) StartThread();
        _onQueued();
    }

    private void PassOn()
    {
        while (_queue.TryDequeue(out var work)) ThreadPool.UnsafeQueueUserWorkItem(static w => w.Callback(w.State), work, preferLocal: false);
    }

    private void StartThread()
    {
        Interlocked.Increment(ref _threads);
        var thread = new Thread(Serve) { IsBackground = true, Name = "OpportunityScan strategies" };
        thread.UnsafeStart(); // nothing of the request that happens to need it
    }

    private void Serve()
    {
        while (true)
        {
            Interlocked.Increment(ref _idle);
            var isWanted = _queued.Wait(IdleLife);
            Interlocked.Decrement(ref _idle);
            if (_queue.TryDequeue(out var work)) Run(work);
            else if (!isWanted || _isClosed) break;
        }

        Interlocked.Decrement(ref _threads);
    }

    private void Run(Work work)
    {
        Interlocked.Increment(ref _taken);
        SetSynchronizationContext(work.IsStrategy ? this : null);
        try
        {
            work.Callback(work.State);
        }
#pragma warning disable CA1031 // Code of a strategy that nobody awaits may throw anything; it ends neither the thread nor the process.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _onFault(e);
        }
    }

    private readonly record struct Work(SendOrPostCallback Callback, object? State, bool IsStrategy);
}
