namespace OpportunityScan;

/// <summary>The error codes that the library itself gives an outcome.</summary>
public static class StrategyErrorCodes
{
    /// <summary>The strategy threw.</summary>
    public const string Exception = "exception";

    /// <summary>The strategy threw an <see cref="OperationCanceledException"/> although nobody had canceled it.</summary>
    public const string UnexpectedCancellation = "unexpected_cancellation";

    /// <summary>The strategy could not be created.</summary>
    public const string CreationFailed = "creation_failed";

    /// <summary>The worker that claimed the scan does not know the strategy in the version that was planned.</summary>
    public const string UnknownStrategy = "unknown_strategy";

    /// <summary>The strategy exceeded its own timeout.</summary>
    public const string StrategyTimeout = "strategy_timeout";

    /// <summary>The scan's deadline passed while the strategy ran, or before its turn.</summary>
    public const string ScanDeadline = "scan_deadline";

    /// <summary>The scan was canceled while the strategy ran, or before its turn.</summary>
    public const string ScanCanceled = "scan_canceled";

    /// <summary>The worker stopped while the strategy ran, or before its turn, and nobody else could take over.</summary>
    public const string WorkerStopped = "worker_stopped";

    /// <summary>The scan's attempts were exhausted before the strategy settled.</summary>
    public const string AttemptsExhausted = "attempts_exhausted";

    /// <summary>The scan waited in the queue for too long.</summary>
    public const string QueueTimeout = "queue_timeout";

    /// <summary>The scan waited for a worker that knows all of its strategies, by id and version, and none was there.</summary>
    public const string NotRunnable = "not_runnable";
}

/// <summary>The reasons for which an emitted opportunity is not accepted.</summary>
public static class RejectionReasons
{
    /// <summary><c>null</c> was emitted.</summary>
    public const string Null = "null";

    /// <summary>A text (type, symbol, exchange, timeframe) is missing, too long, or has control characters.</summary>
    public const string Text = "text";

    /// <summary>The confidence is not between 0 and 1.</summary>
    public const string Confidence = "confidence";

    /// <summary>The profit potential is negative.</summary>
    public const string Profit = "profit";

    /// <summary>The required capital is negative.</summary>
    public const string Capital = "capital";

    /// <summary>The side is none of <see cref="OpportunityScan.Side"/>.</summary>
    public const string Side = "side";

    /// <summary>The risk level is none of <see cref="RiskLevel"/>.</summary>
    public const string Risk = "risk";

    /// <summary>It expires before it was discovered, or had expired when it was emitted.</summary>
    public const string Expiry = "expiry";

    /// <summary>
    /// The metadata are no JSON object, exceed <see cref="ScanLimits.MaxMetadataBytes"/> or <see cref="ScanLimits.MaxMetadataDepth"/>, or hold what readers
    /// would not read the same: a name twice, broken text, a number that no reader can hold. Or reading them threw: they belong to a document that is disposed.
    /// </summary>
    public const string Metadata = "metadata";

    /// <summary>The deadline came before it could be stored.</summary>
    public const string NotStored = "not_stored";

    /// <summary>The strategy has emitted <see cref="ScanLimits.MaxOpportunitiesPerStrategy"/> or <see cref="ScanLimits.MaxBytesPerStrategy"/> already.</summary>
    public const string TooMany = "too_many";
}
