namespace OpportunityScan.Running;

/// <summary>One strategy of one run while it runs. Its conductor guards the mutable part.</summary>
internal sealed class StrategyRun(int index, StrategyId strategy, long timeoutAt) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Its place in the plan.</summary>
    internal int Index => index;

    internal StrategyId Strategy => strategy;

    /// <summary>Told to stop when this is canceled.</summary>
    internal CancellationToken Token => _stop.Token;

    /// <summary>When its own timeout passes, as a timestamp.</summary>
    internal long TimeoutAt => timeoutAt;

    /// <summary>Why it was told to stop.</summary>
    internal StopKind Stopping { get; private set; }

    /// <summary>When the patience with it ends, as a timestamp; meaningful while stopping.</summary>
    internal long DetachAt { get; private set; }

    /// <summary>When something is to be done about it next.</summary>
    internal long DueAt => Stopping == StopKind.None ? TimeoutAt : DetachAt;

    /// <summary>Tells it to stop. Callbacks on its token run elsewhere, because they may block or throw.</summary>
    internal Task StopAsync(StopKind kind, long detachAt)
    {
        (Stopping, DetachAt) = (kind, detachAt);
        return _stop.CancelAsync();
    }

    public void Dispose() => _stop.Dispose();
}
