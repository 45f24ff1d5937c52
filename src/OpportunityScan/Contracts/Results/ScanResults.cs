using System.Collections.Immutable;

namespace OpportunityScan;

/// <summary>A page of ranked opportunities, with the scan as it was when they were read.</summary>
public sealed record ScanResults
{
    private readonly ValueList<Opportunity> _items = ImmutableArray<Opportunity>.Empty;

    /// <summary>How the scan was found, or why it was not.</summary>
    public required ScanLookup Lookup { get; init; }

    /// <summary>The scan the items belong to; <c>null</c> when it was not found.</summary>
    public ScanSnapshot? Snapshot => Lookup.Snapshot;

    /// <summary>The opportunities, best first; empty when none was found (see <see cref="ScanSnapshot.ZeroReason"/>) or when the scan was not.</summary>
    public ImmutableArray<Opportunity> Items
    {
        get => _items;
        init => _items = value;
    }

    /// <summary>Where the next page starts; <c>null</c> when there is none. While the scan runs the ranking moves between reads.</summary>
    public int? NextOffset { get; init; }

    /// <summary>
    /// How many opportunities match in all, on whichever page; <c>null</c> when they were not counted: see <see cref="ResultsQuery.CountsMatching"/>. Without
    /// a filter it is always known.
    /// </summary>
    public int? TotalMatching { get; init; }

    /// <summary>How many more would match, but have expired by <see cref="ResultsQuery.ValidAt"/>; 0 where none is left out, <c>null</c> when they were not counted.</summary>
    public int? Expired { get; init; }

    /// <summary>Whether the scan was still unfinished, so that more may come.</summary>
    public bool IsPartial => Snapshot is { IsTerminal: false };
}
