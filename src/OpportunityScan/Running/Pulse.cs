using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace OpportunityScan.Running;

/// <summary>Something that must go on in time, however busy the thread pool is.</summary>
internal interface IPulsed
{
    /// <summary>Called at each beat. Must be quick: what takes time goes to <paramref name="threads"/>.</summary>
    void OnBeat(StrategyThreads threads);
}

/// <summary>
/// A thread that looks after the runs of this process, for as long as there are any. Usually it finds nothing to do: timers and the thread pool
/// are quicker. Where these have no thread left, it has deadlines kept and commits made on threads of our own.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Its events hold nothing that has to be given back: nobody asks for their wait handles.")]
internal sealed class Pulse
{
    /// <summary>How late things may be where the thread pool is of no help: twice this, as they are seen to be late the second time.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(25);

    private readonly ConcurrentDictionary<IPulsed, bool> _watched = new();
    private readonly ManualResetEventSlim _wanted = new();
    private readonly ManualResetEventSlim _closed = new();
    private int _hasThread;

    internal Pulse(Action<Exception> onFault) => Threads = new StrategyThreads(Wake, onFault);

    internal StrategyThreads Threads { get; }

    /// <summary>Whether it has a thread: for tests of what is left.</summary>
    internal bool IsAlive => Volatile.Read(ref _hasThread) == 1;

    internal void Watch(IPulsed pulsed)
    {
        _watched[pulsed] = true;
        Wake();
    }

    internal void Forget(IPulsed pulsed) => _watched.TryRemove(pulsed, out _);

    /// <summary>Ends its threads. What strategies that were left behind still do goes on on the thread pool.</summary>
    internal void Close()
    {
        _closed.Set();
        _wanted.Set();
        Threads.Close();
    }

    private void Wake()
    {
        if (_wanted.IsSet) return;
        _wanted.Set();
        if (Interlocked.Exchange(ref _hasThread, 1) == 1) return;
        new Thread(Live) { IsBackground = true, Name = "OpportunityScan pulse" }.UnsafeStart();
    }

    private void Live()
    {
        while (!_closed.IsSet)
        {
            if (_watched.IsEmpty && Threads.IsQuiet)
            {
                _wanted.Reset();
                if (_watched.IsEmpty && Threads.IsQuiet && !_closed.IsSet) _wanted.Wait();
            }

            _closed.Wait(Beat);
            Threads.Grow();
            foreach (var pulsed in _watched) pulsed.Key.OnBeat(Threads);
        }

        Volatile.Write(ref _hasThread, 0);
    }
}
