namespace OpportunityScan;

/// <summary>Where a scan stands: <c>Queued → Running → Completed | Failed | TimedOut | Canceled</c>. The last four are terminal and absorbing.</summary>
public enum ScanStatus
{
    /// <summary>Stored, and waiting for a worker that knows its strategies and has a free slot.</summary>
    Queued,

    /// <summary>Claimed by a worker at least once.</summary>
    Running,

    /// <summary>Every strategy settled by itself, and at least one succeeded or none applied.</summary>
    Completed,

    /// <summary>No strategy succeeded, or the attempts are exhausted. What was found is kept.</summary>
    Failed,

    /// <summary>The deadline (or the longest wait in the queue) came first. What was found is kept.</summary>
    TimedOut,

    /// <summary>Asked to stop, and every strategy has stopped or been detached. What was found is kept.</summary>
    Canceled,
}

/// <summary>Why a scan ended.</summary>
public enum EndCause
{
    /// <summary>Every strategy settled by itself.</summary>
    AllSettled,

    /// <summary>The deadline passed.</summary>
    DeadlinePassed,

    /// <summary>It was asked to stop.</summary>
    CancelRequested,

    /// <summary>Workers fell silent under it as often as is allowed: they had begun, and let their lease lapse.</summary>
    AttemptsExhausted,

    /// <summary>No worker took it within the longest wait, though one was there that could have run it.</summary>
    QueueTimedOut,

    /// <summary>The worker stopped in an orderly way and nobody else could take over.</summary>
    WorkerStopped,

    /// <summary>No worker was there that knew all of its strategies, by id and version, until the longest wait or the deadline was over.</summary>
    NotRunnable,
}

/// <summary>Why a terminal scan has no results.</summary>
public enum ZeroReason
{
    /// <summary>No strategy ran: the scan ended before any could start.</summary>
    NoStrategyRan,

    /// <summary>Strategies ran, but none succeeded, and not all because they do not apply.</summary>
    AllFailed,

    /// <summary>At least one strategy succeeded, and there was nothing to find.</summary>
    FoundNone,

    /// <summary>Opportunities were emitted, and every one was rejected; the outcomes say why.</summary>
    AllRejected,

    /// <summary>No strategy had anything to say about what was asked.</summary>
    NoneApplicable,
}

/// <summary>Questions about statuses that every layer asks.</summary>
public static class ScanStatusExtensions
{
    /// <summary>Whether the scan has ended; nothing about it changes after that.</summary>
    public static bool IsTerminal(this ScanStatus status) => status >= ScanStatus.Completed;
}
