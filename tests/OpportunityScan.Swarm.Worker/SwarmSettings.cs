namespace OpportunityScan.Swarm.Worker;

/// <summary>How scans run in a swarm: everything that takes long elsewhere is short.</summary>
internal static class SwarmSettings
{
    /// <summary>Workers are stopped for longer than this.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);

    /// <summary>Redis is out of reach for longer than this, too.</summary>
    internal static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Long enough for every process to see the end on a slow machine, and over within a long run.</summary>
    internal static readonly TimeSpan Retention = TimeSpan.FromMinutes(1);

    internal static readonly TimeSpan TombstoneRetention = TimeSpan.FromSeconds(1);

    /// <summary>How long a scan may run whose strategies block threads.</summary>
    internal static readonly TimeSpan BlockedDeadline = TimeSpan.FromSeconds(4);

    internal static void Apply(OpportunityScanOptions options, SwarmTraits traits)
    {
        options.LeaseDuration = Lease;
        options.PollInterval = TimeSpan.FromMilliseconds(250);
        options.Deadline = traits.HasFlag(SwarmTraits.Blocks) ? BlockedDeadline : TimeSpan.FromSeconds(11);
        options.Retention = Retention;
        options.TombstoneRetention = TombstoneRetention;
        options.MaxAttempts = 100; // far more than workers are killed under one scan
        options.MaxConcurrentScans = traits.HasFlag(SwarmTraits.Blocks) ? 4 : 16;
        options.Limits.MaxActiveScansPerOwner = 1_000;
    }
}
