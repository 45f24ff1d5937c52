namespace OpportunityScan;

/// <summary>Where one strategy of a scan stands. Everything after <see cref="Running"/> is settled and never changes again.</summary>
public enum StrategyStatus
{
    /// <summary>Not started, or to be run again after its worker died.</summary>
    Pending,

    /// <summary>Running.</summary>
    Running,

    /// <summary>Ran to its end.</summary>
    Succeeded,

    /// <summary>Threw.</summary>
    Failed,

    /// <summary>Exceeded its timeout, or was running when the scan's deadline passed.</summary>
    TimedOut,

    /// <summary>Was running when the scan was canceled.</summary>
    Canceled,

    /// <summary>Never ran: the scan ended before its turn.</summary>
    Skipped,

    /// <summary>
    /// Had nothing to say about what was asked (<see cref="StrategyNotApplicableException"/>). Takes nothing from a scan: it is no failure.
    /// </summary>
    NotApplicable,
}

/// <summary>Questions about statuses that every layer asks.</summary>
public static class StrategyStatusExtensions
{
    /// <summary>Whether the strategy's outcome is final.</summary>
    public static bool IsSettled(this StrategyStatus status) => status >= StrategyStatus.Succeeded;

    /// <summary>Whether the strategy came to an end of its own: it is settled, and was neither canceled nor skipped.</summary>
    public static bool IsDone(this StrategyStatus status) =>
        status is StrategyStatus.Succeeded or StrategyStatus.Failed or StrategyStatus.TimedOut or StrategyStatus.NotApplicable;
}
