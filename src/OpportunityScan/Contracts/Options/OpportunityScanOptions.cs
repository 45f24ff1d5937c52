namespace OpportunityScan;

/// <summary>How scans run. Validated when the host (or the worker) starts; an error names option, value and rule.</summary>
public sealed class OpportunityScanOptions
{
    /// <summary>How long a scan may run from its first claim. The one deadline: everything else fits inside it.</summary>
    /// <value>1 ms to 1 day. Default: 3 minutes.</value>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>How long a strategy may run whose descriptor names no timeout.</summary>
    /// <value>1 ms to <see cref="Deadline"/>; <c>null</c> (the default) for the deadline.</value>
    public TimeSpan? StrategyTimeout { get; set; }

    /// <summary>How long a strategy may take to stop after its token was canceled, before it is detached. Never extends the deadline.</summary>
    /// <value>Zero to 1 minute. Default: 2 seconds.</value>
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a scan may wait for a worker with a free slot.</summary>
    /// <value>1 ms to 1 day. Default: 10 minutes.</value>
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a scan is kept after it has ended: status, results and lookups alike.</summary>
    /// <value>More than <see cref="Deadline"/>, at most 365 days. Default: 1 hour.</value>
    public TimeSpan Retention { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long, after that, the id is still answered with <see cref="LookupStatus.Expired"/>.</summary>
    /// <value>Zero to 365 days. Default: 1 day.</value>
    public TimeSpan TombstoneRetention { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long a worker's claim lasts unless it is renewed; after that the worker counts as dead and another takes over.</summary>
    /// <value>100 ms to 10 minutes. Default: 10 seconds.</value>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often idle workers and watchers look without having been signalled, in case a signal was lost.</summary>
    /// <value>10 ms to 10 minutes. Default: 2 seconds.</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many workers may die under a scan before it is given up as failed.</summary>
    /// <value>1 to 100. Default: 3.</value>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>How many scans run at once in this process.</summary>
    /// <value>1 to 10,000. Default: 8.</value>
    public int MaxConcurrentScans { get; set; } = 8;

    /// <summary>How many strategies of one scan run at once.</summary>
    /// <value>1 to 10,000. Default: 16.</value>
    public int MaxConcurrentStrategies { get; set; } = 16;

    /// <summary>How many of the best opportunities a snapshot shows.</summary>
    /// <value>0 to 100. Default: 10.</value>
    public int TopCount { get; set; } = 10;

    /// <summary>Whether this process runs scans, or only starts and answers them.</summary>
    /// <value>Default: <c>true</c>.</value>
    public bool RunWorker { get; set; } = true;

    /// <summary>
    /// What an outcome shows of an exception that a strategy threw: a message safe for the scan's owner, of which the first 512 characters are kept. The default shows the type of the
    /// exception only. <see cref="StrategyException"/> speaks for itself and does not come here.
    /// </summary>
    public Func<Exception, string>? DescribeError { get; set; }

    /// <summary>Bounds on everything a request or a strategy can grow.</summary>
    public ScanLimits Limits { get; } = new();
}
