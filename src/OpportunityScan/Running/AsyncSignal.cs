using System.Threading.Tasks.Sources;

namespace OpportunityScan.Running;

/// <summary>Wakes one waiter. Any number of sets before the waiter looks are one. Allocates nothing.</summary>
/// <remarks>
/// A waiter goes on behind whatever else waits for a thread, never at once: so more can gather, and what it does next covers more.
/// </remarks>
/// <param name="threads">Whose work the waiter goes on behind as well; <c>null</c> for nobody's.</param>
internal sealed class AsyncSignal(StrategyThreads? threads = null) : IValueTaskSource, IThreadPoolWorkItem
{
    private const int Idle = 0;
    private const int Queued = 1;
    private const int SeenToWait = 2;
    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<bool> _wait;
    private CancellationTokenRegistration _cancellation;
    private CancellationToken _canceled;
    private bool _isSet;
    private bool _isAwaited;
    private int _queued;

    /// <summary>Whether its waiter is to go on, and waits for a thread.</summary>
    internal bool IsQueued => Volatile.Read(ref _queued) != Idle;

    internal void Set()
    {
        lock (_gate)
        {
            _isSet = true;
            if (!_isAwaited) return;
            _isAwaited = false;
        }

        Queue();
    }

    internal ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        bool isSet;
        lock (_gate)
        {
            _wait.Reset();
            (_canceled, _cancellation) = (default, default);
            isSet = _isSet;
            _isAwaited = !isSet;
        }

        if (isSet) Queue();
        else _cancellation = cancellationToken.UnsafeRegister(static (s, token) => ((AsyncSignal)s!).Cancel(token), this);
        return new ValueTask(this, _wait.Version);
    }

    /// <summary>Has the waiter go on elsewhere when the thread pool had no thread for it since the last call.</summary>
    internal void Rescue(StrategyThreads rescuers)
    {
        if (Interlocked.CompareExchange(ref _queued, SeenToWait, Queued) == SeenToWait) rescuers.Rescue(static s => ((AsyncSignal)s!).Execute(), this);
    }

    void IThreadPoolWorkItem.Execute() => Execute();

    private void Queue()
    {
        Volatile.Write(ref _queued, Queued);
        if (threads is null) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        else threads.RunBehind(this);
    }

    private void Execute()
    {
        if (Interlocked.Exchange(ref _queued, Idle) == Idle) return; // the other one was quicker
        if (_canceled.IsCancellationRequested) _wait.SetException(new OperationCanceledException(_canceled));
        else _wait.SetResult(true);
    }

    void IValueTaskSource.GetResult(short token)
    {
        _cancellation.Dispose();
        lock (_gate) _isSet &= _canceled.IsCancellationRequested; // seen by this waiter, unless it was canceled
        _wait.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    private void Cancel(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_isAwaited) return;
            (_isAwaited, _canceled) = (false, cancellationToken);
        }

        Queue();
    }
}
