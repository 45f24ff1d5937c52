namespace OpportunityScan.Running;

/// <summary>How a strategy settles.</summary>
/// <param name="Status">Its final status.</param>
/// <param name="Code">What went wrong, for programs.</param>
/// <param name="Message">What went wrong, for people; safe to show.</param>
/// <param name="Detached">Whether it was left behind.</param>
internal readonly record struct StrategyEnd(StrategyStatus Status, string? Code = null, string? Message = null, bool Detached = false)
{
    private const string NotRunnable = "No worker was there that knew all strategies of the scan in the versions that were planned.";

    internal static StrategyEnd Succeeded => new(StrategyStatus.Succeeded);

    /// <summary>A strategy has nothing to say about what is asked.</summary>
    internal static StrategyEnd NotApplicable(string reason) => new(StrategyStatus.NotApplicable, Message: TextRule.Told(reason));

    /// <summary>A strategy that ran was stopped.</summary>
    internal static StrategyEnd Stopped(StopKind kind, bool detached)
    {
        var suffix = detached ? " It did not stop when told to, and was left behind." : "";
        return kind switch
        {
            StopKind.Timeout => new(StrategyStatus.TimedOut, StrategyErrorCodes.StrategyTimeout, "The strategy exceeded its timeout." + suffix, detached),
            StopKind.Deadline => new(StrategyStatus.TimedOut, StrategyErrorCodes.ScanDeadline, "The scan's deadline passed while the strategy ran." + suffix, detached),
            _ => new(StrategyStatus.Canceled, StrategyErrorCodes.ScanCanceled, "The scan was canceled while the strategy ran." + suffix, detached),
        };
    }

    /// <summary>A strategy whose turn never came.</summary>
    internal static StrategyEnd NeverRan(EndCause cause) => cause switch
    {
        EndCause.DeadlinePassed => new(StrategyStatus.Skipped, StrategyErrorCodes.ScanDeadline, "The scan's deadline passed before this strategy's turn."),
        EndCause.CancelRequested => new(StrategyStatus.Skipped, StrategyErrorCodes.ScanCanceled, "The scan was canceled before this strategy's turn."),
        EndCause.AttemptsExhausted => new(StrategyStatus.Skipped, StrategyErrorCodes.AttemptsExhausted, "The scan's attempts were exhausted before this strategy's turn."),
        EndCause.QueueTimedOut => new(StrategyStatus.Skipped, StrategyErrorCodes.QueueTimeout, "The scan waited in the queue for too long."),
        EndCause.NotRunnable => new(StrategyStatus.Skipped, StrategyErrorCodes.NotRunnable, NotRunnable),
        _ => new(StrategyStatus.Skipped, StrategyErrorCodes.WorkerStopped, "The worker stopped before this strategy's turn."),
    };

    /// <summary>A strategy that ran in this or an earlier attempt and will not run again.</summary>
    internal static StrategyEnd Interrupted(EndCause cause) => cause switch
    {
        EndCause.DeadlinePassed => new(StrategyStatus.TimedOut, StrategyErrorCodes.ScanDeadline, "The scan's deadline passed before the strategy could run again."),
        EndCause.CancelRequested => new(StrategyStatus.Canceled, StrategyErrorCodes.ScanCanceled, "The scan was canceled before the strategy could run again."),
        EndCause.AttemptsExhausted => new(StrategyStatus.Failed, StrategyErrorCodes.AttemptsExhausted, "Workers fell silent while the strategy ran, as often as is allowed."),
        EndCause.QueueTimedOut => new(StrategyStatus.TimedOut, StrategyErrorCodes.QueueTimeout, "The scan waited in the queue for too long."),
        EndCause.NotRunnable => new(StrategyStatus.TimedOut, StrategyErrorCodes.NotRunnable, NotRunnable),
        _ => new(StrategyStatus.Canceled, StrategyErrorCodes.WorkerStopped, "The worker stopped while the strategy ran."),
    };
}
