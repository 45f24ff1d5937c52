using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace OpportunityScan.Running;

/// <summary>
/// Where strategies run, and where what they await comes back to, unless it says otherwise. As long as they let go of their thread soon it is one
/// thread of the pool at a time: nothing is quicker. As soon as something has waited for longer than a beat they get threads of their own, as many
/// as they block. So strategies that block hold up each other, the runs and the host no longer than that, and never more than one pool thread.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore holds nothing that has to be given back: nobody asks for its wait handle.")]
internal sealed class StrategyThreads : SynchronizationContext, IThreadPoolWorkItem
{
    /// <summary>More than any sane set of strategies blocks. Beyond it strategies wait for their turn, within their timeouts.</summary>
    internal const int MaxThreads = 2_000;

    /// <summary>How many beats without trouble until the pool is tried again.</summary>
    private const int CalmBeats = 200;

    private static readonly TimeSpan IdleLife = TimeSpan.FromSeconds(10);
    private readonly ConcurrentQueue<Work> _queue = new();
    private readonly ConcurrentQueue<Work> _rescues = new();
    private readonly SemaphoreSlim _wanted = new(0);
    private readonly Action _onQueued;
    private readonly Action<Exception> _onFault;
    private int _threads;
    private int _idle;
    private int _isDraining;
    private long _added;
    private long _taken;
    private long _addedBefore;
    private long _takenBefore;
    private int _calm;
    private volatile bool _hasOwn;
    private volatile bool _isClosed;

    /// <param name="onQueued">Called for all that is queued: <see cref="Grow"/> is to be called soon, and again as long as something is.</param>
    /// <param name="onFault">Told what was thrown where nobody waits.</param>
    internal StrategyThreads(Action onQueued, Action<Exception> onFault) => (_onQueued, _onFault) = (onQueued, onFault);

    /// <summary>How many threads of our own there are.</summary>
    internal int Count => Volatile.Read(ref _threads);

    /// <summary>Awaited later, has the caller go on where it is now: at once if it is still there.</summary>
    internal static Return Here => new(Current as StrategyThreads);

    internal bool IsQuiet => _queue.IsEmpty && _rescues.IsEmpty;

    public override SynchronizationContext CreateCopy() => this;

    public override void Post(SendOrPostCallback d, object? state) => Run(d, state);

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    /// <summary>Has a strategy's code run.</summary>
    internal void Run(SendOrPostCallback work, object? state) => Add(new Work(work, state));

    /// <summary>
    /// Has code of the library run behind all that strategies have to do now, so that it covers what comes of that. Where they have
    /// threads of their own or nothing to do, it does not wait for them.
    /// </summary>
    internal void RunBehind(IThreadPoolWorkItem work)
    {
        if (_hasOwn || _isClosed || Volatile.Read(ref _isDraining) == 0) ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
        else Add(new Work(static w => ((IThreadPoolWorkItem)w!).Execute(), work, IsStrategy: false));
    }

    /// <summary>Has code of the library run that the thread pool has no thread for: it goes on where it is, and does not come back here.</summary>
    internal void Rescue(SendOrPostCallback work, object? state)
    {
        _rescues.Enqueue(new Work(work, state));
        if (_isClosed) PassOn();
        else if (Volatile.Read(ref _idle) > 0) _wanted.Release();
        else StartThread();
        _onQueued();
    }

    /// <summary>
    /// To be called at intervals: gives threads to what has waited since the last call. One to work that takes its time, up to what processors can
    /// do; one to each that waits if nothing was taken at all, for then those there are block.
    /// </summary>
    internal void Grow()
    {
        var (added, taken) = (Volatile.Read(ref _added), Volatile.Read(ref _taken));
        var waits = taken < _addedBefore;
        var isStuck = taken == _takenBefore;
        (_addedBefore, _takenBefore) = (added, taken);
        _calm = waits ? 0 : _calm + 1;
        if (waits)
        {
            _hasOwn = true;
            var wanted = isStuck ? Math.Min(_queue.Count, MaxThreads - Count) : Math.Min(1, (2 * Environment.ProcessorCount) - Count);
            for (; wanted > 0; wanted--) StartThread();
        }
        else if (_hasOwn && _calm > CalmBeats && Count == Volatile.Read(ref _idle) && Volatile.Read(ref _isDraining) == 0)
        {
            _hasOwn = false;
        }
    }

    /// <summary>Ends the threads as they become free. What is still to be run goes to the thread pool.</summary>
    internal void Close()
    {
        _isClosed = true;
        PassOn();
        _wanted.Release(MaxThreads);
    }

    /// <summary>Runs what strategies have to do on a thread of the pool, until they have threads of their own.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        do
        {
            while (!_hasOwn && _queue.TryDequeue(out var work)) Take(work);
            Interlocked.Exchange(ref _isDraining, 0); // a full fence: what is queued from here on is seen below, or by whoever queues it
        }
        while (!_hasOwn && !_queue.IsEmpty && Interlocked.CompareExchange(ref _isDraining, 1, 0) == 0);

        SetSynchronizationContext(null);
    }

    private void Add(Work work)
    {
        _queue.Enqueue(work);
        Interlocked.Increment(ref _added);
        if (_isClosed) PassOn();
        else if (_hasOwn) _wanted.Release();
        else if (Interlocked.CompareExchange(ref _isDraining, 1, 0) == 0) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        _onQueued();
    }

    private void PassOn()
    {
        while (_queue.TryDequeue(out var work) || _rescues.TryDequeue(out work))
            ThreadPool.UnsafeQueueUserWorkItem(static w => w.Callback(w.State), work, preferLocal: false);
    }

    private void StartThread()
    {
        Interlocked.Increment(ref _threads);
        var thread = new Thread(Serve) { IsBackground = true, Name = "OpportunityScan strategies" };
        thread.UnsafeStart(); // nothing of the request that happens to need it
    }

    private void Serve()
    {
        var isWanted = true;
        while (isWanted)
        {
            if (_rescues.TryDequeue(out var rescue))
            {
                Run(rescue, null);
            }
            else if (_hasOwn && _queue.TryDequeue(out var work))
            {
                Take(work);
            }
            else
            {
                Interlocked.Increment(ref _idle);
                isWanted = !_isClosed && _wanted.Wait(IdleLife);
                Interlocked.Decrement(ref _idle);
            }
        }

        Interlocked.Decrement(ref _threads);
    }

    private void Take(Work work)
    {
        Interlocked.Increment(ref _taken);
        Run(work, work.IsStrategy ? this : null);
    }

    private void Run(Work work, SynchronizationContext? context)
    {
        SetSynchronizationContext(context);
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

    /// <summary>Leads back to the threads of strategies; from any thread, if there are none.</summary>
    internal readonly struct Return(StrategyThreads? threads) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => threads is null || Current == threads;

        public Return GetAwaiter() => this;

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation) => threads!.Run(static go => ((Action)go!)(), continuation);

        public void GetResult()
        {
        }
    }

    private readonly record struct Work(SendOrPostCallback Callback, object? State, bool IsStrategy = true);
}
