namespace OpportunityScan;

/// <summary>How a wish to cancel was answered.</summary>
public enum CancelStatus
{
    /// <summary>No scan of this owner has the id, or its retention has ended.</summary>
    NotFound,

    /// <summary>Acknowledged; the snapshot turns <see cref="ScanStatus.Canceled"/> when it is effective. Asking again gives the same answer.</summary>
    Requested,

    /// <summary>Effective at once: the scan was queued.</summary>
    Canceled,

    /// <summary>The scan had ended before.</summary>
    AlreadyTerminal,
}

/// <summary>The answer to a wish to cancel.</summary>
/// <param name="Status">How it was answered.</param>
/// <param name="Snapshot">The scan after it; <c>null</c> exactly when not found.</param>
public readonly record struct CancelResult(CancelStatus Status, ScanSnapshot? Snapshot);
