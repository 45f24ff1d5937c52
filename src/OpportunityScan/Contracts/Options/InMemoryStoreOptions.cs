namespace OpportunityScan;

/// <summary>How much the in-memory store keeps. Unfinished scans are never dropped to keep a bound; what would exceed one is refused instead.</summary>
public sealed class InMemoryStoreOptions
{
    /// <summary>How many terminal scans are kept at most. Beyond that those that ended first expire before their retention ends.</summary>
    /// <value>1 to 10,000,000. Default: 10,000.</value>
    public int MaxRetainedScans { get; set; } = 10_000;

    /// <summary>How many expired scans are remembered as such at most. Beyond that those that would be forgotten next are forgotten early.</summary>
    /// <value>0 to 10,000,000. Default: 100,000.</value>
    public int MaxTombstones { get; set; } = 100_000;

    /// <summary>How many scans may wait for a worker; a start beyond that is refused with <see cref="RejectionKind.QueueFull"/>.</summary>
    /// <value>1 to 10,000,000. Default: 10,000.</value>
    public int MaxQueuedScans { get; set; } = 10_000;
}
