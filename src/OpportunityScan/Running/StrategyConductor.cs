using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OpportunityScan.Diagnostics;

namespace OpportunityScan.Running;

/// <summary>
/// Lets the strategies of one run have their turns: starts as many as may run at once, watches over timeouts and the deadline with one timer,
/// and leaves behind what does not stop. The deadline holds whatever a strategy does: tokens are canceled a little before it.
/// </summary>
internal sealed class StrategyConductor : IAsyncDisposable
{
    /// <summary>How late a timer may be before it counts as stuck.</summary>
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly ScanState _scan;
    private readonly RunLedger _ledger;
    private readonly StrategyBody _body;
    private readonly StoreClock _clock;
    private readonly TimeProvider _time;
    private readonly OpportunityScanOptions _options;
    private readonly ILogger _logger;
    private readonly AsyncSignal _signal;
    private readonly StrategyThreads _threads;
    private readonly List<StrategyRun> _running = [];
    private readonly Queue<int> _pending;
    private readonly long _deadlineAt;
    private readonly long _lastCallAt;
    private readonly long _slack;
    private readonly ITimer _timer;
    private long _timerAt = long.MaxValue;
    private StopKind _stopping;

    internal StrategyConductor(ScanState scan, RunLedger ledger, StoreClock clock, RunnerServices services, AsyncSignal signal)
    {
        (_scan, _ledger, _clock, _signal) = (scan, ledger, clock, signal);
        (_body, _options, _logger, _threads) = (services.Body, services.Options, services.Logger, services.Pulse.Threads);
        var options = _options;
        _time = clock.TimeProvider;
        _pending = new Queue<int>(ledger.Unsettled());
        var left = scan.DeadlineAt!.Value - clock.Now;
        _deadlineAt = After(left);
        _slack = Ticks(TimerSlack);
        _lastCallAt = After(left - Min(options.StopGrace, left / 10));
        _timer = _time.CreateTimer(static c => ((StrategyConductor)c!).OnTime(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether the run was told to release its scan, and no strategy runs any more.</summary>
    internal bool IsReleased
    {
        get
        {
            lock (_gate) return _stopping == StopKind.Release && _running.Count == 0;
        }
    }

    internal void Start()
    {
        lock (_gate)
        {
            StartNext();
            Reschedule();
        }
    }

    /// <summary>Tells the whole run to stop. A stronger reason replaces a weaker one.</summary>
    internal void Stop(StopKind kind)
    {
        lock (_gate)
        {
            if (kind <= _stopping) return;
            _stopping = kind;
            var now = _time.GetTimestamp();
            foreach (var run in _running.Where(static r => r.Stopping == StopKind.None).ToImmutableArray()) TellToStop(run, kind, now);
            if (kind is StopKind.Deadline or StopKind.Cancel) SkipPending(kind);
            else _pending.Clear();
            Reschedule();
        }

        _signal.Set();
    }

    /// <summary>Tells the run to release its scan now: whatever still runs is left behind at once.</summary>
    internal void Leave()
    {
        Stop(StopKind.Release);
        lock (_gate)
        {
            foreach (var run in _running.ToImmutableArray()) Detach(run);
        }
    }

    public async ValueTask DisposeAsync() => await _timer.DisposeAsync().ConfigureAwait(false);

    private void StartNext()
    {
        while (_stopping == StopKind.None && _running.Count < _options.MaxConcurrentStrategies && _pending.TryDequeue(out var index))
        {
            var planned = _scan.Plan.Strategies[index];
            var run = new StrategyRun(index, planned, Math.Min(After(planned.Timeout), _deadlineAt), _ledger, this);
            _running.Add(run);
            _ledger.Start(index);
            _threads.Run(static r => ((StrategyRun)r!).Begin(), run); // it may block, before its first await or after it
        }
    }

    /// <summary>Runs a strategy. Never faults: whatever a strategy throws is its end.</summary>
    internal Task RunAsync(StrategyRun run) => _body.RunAsync(run);

    /// <summary>What a strategy is told that begins now.</summary>
    internal StrategyContext ContextOf(StrategyRun run)
    {
        var deadline = Earlier(_clock.Now + run.Timeout, _scan.DeadlineAt!.Value - _time.GetElapsedTime(_lastCallAt, _deadlineAt));
        return new StrategyContext(_scan.Plan.Key, _scan.Plan.Parameters, _scan.Attempt, deadline, _clock.ForStrategies, run);
    }

    /// <summary>The strategy has said all it has to say, and clears up: however long that takes, this is its end.</summary>
    internal void OnFinished(StrategyRun run, StrategyRun.Finish finish)
    {
        lock (_gate) run.Finished = finish;
    }

    internal void OnEnded(StrategyRun run, StrategyEnd end, Exception? cause)
    {
        bool late;
        lock (_gate)
        {
            late = !_running.Remove(run);
            if (!late)
            {
                Settle(run, end, cause);
                StartNext();
                Reschedule();
            }
        }

        if (late && run.IsLeftBehind) _logger.DetachedStrategyEnded(cause, _scan.Plan.Key.Id, run.Strategy);
        if (run.Stopping == StopKind.None) run.Dispose(); // else callbacks on its token may still be running, and it is left to the collector
        else _signal.Set(); // a run that gives its scan back waits for the last one
    }

    /// <summary>
    /// The reason why a strategy was told to stop is its end, however it stops: one that leaves without throwing looks as if it had succeeded,
    /// although there was more to find.
    /// </summary>
    private void Settle(StrategyRun run, StrategyEnd end, Exception? cause)
    {
        if (run.Stopping != StopKind.None)
        {
            SettleStopped(run, detached: false);
            return;
        }

        if (cause is not null) _logger.StrategyFailed(cause, _scan.Plan.Key.Id, run.Strategy, end.Code!);
        _ledger.TrySettle(run.Index, end);
    }

    private bool SettleFinished(StrategyRun run)
    {
        if (run.Finished is not var (end, cause) || !_running.Remove(run)) return false;
        Settle(run, end, cause);
        return true;
    }

    private void SettleStopped(StrategyRun run, bool detached)
    {
        if (run.Stopping is StopKind.Release or StopKind.Abandon)
        {
            _ledger.Leave(run.Index); // the next attempt runs it again
            return;
        }

        if (run.Stopping is StopKind.Deadline or StopKind.Cancel) _ledger.CutShort(CauseOf(run.Stopping));
        _ledger.TrySettle(run.Index, StrategyEnd.Stopped(run.Stopping, detached));
    }

    private void SkipPending(StopKind kind)
    {
        if (_pending.Count > 0) _ledger.CutShort(CauseOf(kind));
        foreach (var index in _pending) _ledger.GiveUp(index, CauseOf(kind));
        _pending.Clear();
    }

    /// <summary>Does what is due and was not done: the timer waits for the thread pool.</summary>
    internal void OnBeat(StrategyThreads threads)
    {
        if (Volatile.Read(ref _timerAt) < _time.GetTimestamp() - _slack) threads.Rescue(static c => ((StrategyConductor)c!).OnTime(), this);
    }

    private void OnTime()
    {
        if (_time.GetTimestamp() >= _lastCallAt) Stop(StopKind.Deadline);
        lock (_gate)
        {
            _timerAt = long.MaxValue;
            var now = _time.GetTimestamp();
            foreach (var run in _running.Where(r => r.DueAt <= now).ToImmutableArray())
            {
                if (run.Stopping == StopKind.None) TellToStop(run, StopKind.Timeout, now);
                if (run.DueAt <= now) Detach(run);
            }

            StartNext();
            Reschedule();
        }
    }

    private void TellToStop(StrategyRun run, StopKind kind, long now)
    {
        if (SettleFinished(run)) return;
        run.NoteStop(kind, Math.Min(now + Ticks(_options.StopGrace), _deadlineAt));
        _threads.Run(static s => Cancel(((StrategyRun, ILogger))s!), (run, _logger)); // never here, under the lock
    }

    private static void Cancel((StrategyRun Run, ILogger Logger) told)
    {
        try
        {
            told.Run.Cancel();
        }
#pragma warning disable CA1031 // A callback that a strategy registered may throw anything.
        catch (Exception e)
#pragma warning restore CA1031
        {
            told.Logger.CancellationCallbackThrew(e);
        }
    }

    private void Detach(StrategyRun run)
    {
        if (SettleFinished(run) || !_running.Remove(run)) return;
        run.IsLeftBehind = true;
        SettleStopped(run, detached: true);
        _logger.StrategyDetached(_scan.Plan.Key.Id, run.Strategy);
        _signal.Set();
    }

    private void Reschedule()
    {
        if (_running.Count == 0) return;
        var due = _stopping == StopKind.None ? _lastCallAt : _deadlineAt;
        foreach (var run in _running) due = Math.Min(due, run.DueAt);
        if (due >= _timerAt) return; // it fires early enough, finds nothing to do, and is set anew
        _timerAt = due;
        var now = _time.GetTimestamp();
        // A timer counts whole milliseconds: round up, or it would fire just before there is something to do.
        var wait = due <= now ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(_time.GetElapsedTime(now, due).TotalMilliseconds));
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private long After(TimeSpan span) => _time.GetTimestamp() + Ticks(span);

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);

    private static TimeSpan Min(TimeSpan x, TimeSpan y) => x < y ? x : y;

    private static DateTimeOffset Earlier(DateTimeOffset x, DateTimeOffset y) => x < y ? x : y;

    private static EndCause CauseOf(StopKind kind) => kind == StopKind.Deadline ? EndCause.DeadlinePassed : EndCause.CancelRequested;
}
