namespace OpportunityScan;

/// <summary>How a start was answered.</summary>
public enum StartDisposition
{
    /// <summary>A new scan.</summary>
    Created,

    /// <summary>One of the same request that was already queued or running.</summary>
    Joined,

    /// <summary>One of the same request (or of the same caller-chosen id) that has already ended.</summary>
    Reused,

    /// <summary>A new scan; the one of the same request that was queued or running is being canceled.</summary>
    Replaced,
}

/// <summary>What <see cref="IScanCoordinator.StartAsync"/> returns: the scan exists, and every read of it from any process finds it.</summary>
/// <param name="Disposition">How the start was answered.</param>
/// <param name="Snapshot">The scan as the store acknowledged it.</param>
public sealed record ScanTicket(StartDisposition Disposition, ScanSnapshot Snapshot)
{
    /// <summary>What the scan is found by.</summary>
    public ScanKey Key => Snapshot.Key;

    /// <summary>The scan's id.</summary>
    public ScanId Id => Snapshot.Key.Id;
}
