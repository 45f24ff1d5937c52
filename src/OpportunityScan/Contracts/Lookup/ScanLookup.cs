using System.Diagnostics.CodeAnalysis;

namespace OpportunityScan;

/// <summary>How a lookup ended.</summary>
public enum LookupStatus
{
    /// <summary>No scan of this owner answers the query, as far as anybody remembers.</summary>
    NotFound,

    /// <summary>Found.</summary>
    Found,

    /// <summary>There was one; its retention has ended.</summary>
    Expired,

    /// <summary>The store could not be reached, so nobody knows. Never the same as not found.</summary>
    StoreUnavailable,
}

/// <summary>The answer to a <see cref="ScanQuery"/>: a value that always says how it came about.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Snapshot">The scan; not <c>null</c> exactly when <see cref="LookupStatus.Found"/>.</param>
/// <param name="Trace">Which policies were asked and what each said; the last one found it.</param>
public readonly record struct ScanLookup(LookupStatus Status, ScanSnapshot? Snapshot, LookupTrace Trace)
{
    /// <summary>The one that was found, or else the last known one: never both, and the answer to every status poll stays small.</summary>
    private readonly ScanSnapshot? _snapshot = Snapshot;

    /// <summary>The scan; not <c>null</c> exactly when <see cref="LookupStatus.Found"/>.</summary>
    public ScanSnapshot? Snapshot
    {
        get => IsFound ? _snapshot : null;
        init => _snapshot = value;
    }

    /// <summary>
    /// What this process read of the scan when it last could. Possibly out of date: show it as such. Not <c>null</c> only when the status is
    /// <see cref="LookupStatus.StoreUnavailable"/>, the query was by id, and the scan was read here lately.
    /// </summary>
    public ScanSnapshot? LastKnown
    {
        get => Status == LookupStatus.StoreUnavailable ? _snapshot : null;
        internal init => _snapshot = value;
    }

    /// <summary>Whether the scan was found.</summary>
    [MemberNotNullWhen(true, nameof(Snapshot))]
    public bool IsFound => Status == LookupStatus.Found;

    /// <summary>The policy that found it; <c>null</c> when none did.</summary>
    public string? FoundBy => IsFound && Trace.Count > 0 ? Trace[Trace.Count - 1].Policy : null;
}
