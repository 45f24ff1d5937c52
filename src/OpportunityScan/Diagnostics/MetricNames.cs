namespace OpportunityScan.Diagnostics;

/// <summary>Names of the library's meter, instruments and tags. Ids of scans and owners are no tags: their number has no bound.</summary>
public static class MetricNames
{
    /// <summary>The meter.</summary>
    public const string Meter = "OpportunityScan";

    /// <summary>Counter of starts; tag <c>disposition</c>.</summary>
    public const string ScansStarted = "opportunityscan.scans.started";

    /// <summary>Counter of scans that ended in this process: with a run, or canceled in the queue. Tag <c>status</c>.</summary>
    public const string ScansEnded = "opportunityscan.scans.ended";

    /// <summary>Up-down counter of scans that run in this process.</summary>
    public const string ScansRunning = "opportunityscan.scans.running";

    /// <summary>Histogram of seconds from the first claim to the end; tag <c>status</c>.</summary>
    public const string ScanDuration = "opportunityscan.scan.duration";

    /// <summary>Histogram of seconds from the start to the first claim.</summary>
    public const string QueueWait = "opportunityscan.scan.queue_wait";

    /// <summary>Histogram of seconds that a strategy ran; tags <c>strategy</c>, <c>status</c>.</summary>
    public const string StrategyDuration = "opportunityscan.strategy.duration";

    /// <summary>Counter of lookups; tag <c>status</c>.</summary>
    public const string Lookups = "opportunityscan.lookups";

    /// <summary>Counter of runs that another worker superseded.</summary>
    public const string RunsFenced = "opportunityscan.runs.fenced";

    /// <summary>Counter of failures of observers that were kept away from scans; tag <c>observer</c>: <c>logger</c> or <c>ranker</c>.</summary>
    public const string ObserversFailed = "opportunityscan.observers.failed";
}
