namespace OpportunityScan.Running;

/// <summary>One strategy of one run while it runs: what its code has to say goes from here to the ledger and to the conductor, who guards the mutable part.</summary>
internal sealed class StrategyRun(int index, PlannedStrategy planned, long timeoutAt, RunLedger ledger, StrategyConductor conductor)
    : IProgress<double>, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private volatile bool _isToldToStop;

    /// <summary>Its place in the plan.</summary>
    internal int Index => index;

    internal StrategyId Strategy => planned.Id;

    internal string Version => planned.Version;

    /// <summary>How long it may run.</summary>
    internal TimeSpan Timeout => planned.Timeout;

    /// <summary>Told to stop when this is canceled.</summary>
    internal CancellationToken Token => _stop.Token;

    /// <summary>Whether it was told to stop, as other threads may ask.</summary>
    internal bool IsToldToStop => _isToldToStop;

    /// <summary>When its own timeout passes, as a timestamp.</summary>
    internal long TimeoutAt => timeoutAt;

    /// <summary>Why it was told to stop.</summary>
    internal StopKind Stopping { get; private set; }

    /// <summary>When the patience with it ends, as a timestamp; meaningful while stopping.</summary>
    internal long DetachAt { get; private set; }

    /// <summary>How it ended, while it still clears up.</summary>
    internal Finish? Finished { get; set; }

    /// <summary>Whether it did not stop when told to, and nobody waits for it any more.</summary>
    internal bool IsLeftBehind { get; set; }

    /// <summary>When something is to be done about it next.</summary>
    internal long DueAt => Stopping == StopKind.None ? TimeoutAt : DetachAt;

    /// <summary>Runs it, on the thread that this is called on and on such threads. Never faults: whatever a strategy throws is its end.</summary>
    internal void Begin() => _ = conductor.RunAsync(this);

    internal StrategyContext Context() => conductor.ContextOf(this);

    /// <summary>Takes what the strategy emitted. False when nobody listens to it any more.</summary>
    internal bool Emit(Opportunity? opportunity) => ledger.Offer(index, opportunity);

    public void Report(double value) => ledger.Progress(index, value);

    /// <summary>Says how it ended while it still has to clear up.</summary>
    internal void ClearsUp(StrategyEnd end, Exception? cause) => conductor.OnFinished(this, new Finish(end, cause));

    internal void End(StrategyEnd end, Exception? cause) => conductor.OnEnded(this, end, cause);

    /// <summary>Notes that it is to stop. It is told by <see cref="Cancel"/>.</summary>
    internal void NoteStop(StopKind kind, long detachAt)
    {
        (Stopping, DetachAt) = (kind, detachAt);
        _isToldToStop = true;
    }

    /// <summary>Tells it to stop. Callbacks on its token may block or throw.</summary>
    internal void Cancel() => _stop.Cancel();

    public void Dispose() => _stop.Dispose();

    /// <summary>How a strategy ended.</summary>
    internal sealed record Finish(StrategyEnd End, Exception? Cause);
}
