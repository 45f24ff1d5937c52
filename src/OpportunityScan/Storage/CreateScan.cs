namespace OpportunityScan.Storage;

/// <summary>A wish to store a scan.</summary>
public sealed record CreateScan
{
    /// <summary>What the scan will do.</summary>
    public required ScanPlan Plan { get; init; }

    /// <summary>What to do when there is one of the same request.</summary>
    public StartMode Mode { get; init; }

    /// <summary>How many unfinished scans the owner may have; those being canceled do not count.</summary>
    public required int MaxActivePerOwner { get; init; }

    /// <summary>Who claims it in the same step; <c>null</c> to leave it queued.</summary>
    public ScanClaim? Claim { get; init; }
}

/// <summary>How a wish to store a scan was answered.</summary>
public enum CreateStatus
{
    /// <summary>Stored.</summary>
    Created,

    /// <summary>Not stored: an unfinished one is joined.</summary>
    Joined,

    /// <summary>Not stored: one that has ended is reused.</summary>
    Reused,

    /// <summary>Stored; the unfinished one of the same request was asked to stop.</summary>
    Replaced,

    /// <summary>Not stored: the id belongs to another request, or to a scan whose retention has ended.</summary>
    IdConflict,

    /// <summary>Not stored: the owner has too many unfinished scans.</summary>
    OwnerLimit,

    /// <summary>Not stored: too many scans are waiting.</summary>
    QueueFull,
}

/// <summary>The answer to a wish to store a scan.</summary>
/// <param name="Status">How it was answered.</param>
/// <param name="Snapshot">The scan; <c>null</c> when refused.</param>
/// <param name="Claim">The claim on it; <c>null</c> when none was wanted or nothing was stored.</param>
public readonly record struct CreateReply(CreateStatus Status, ScanSnapshot? Snapshot, ClaimedScan? Claim = null)
{
    /// <summary>How many of the replaced scans were queued and therefore ended at once. Default: 0.</summary>
    public int EndedInQueue { get; init; }
}
