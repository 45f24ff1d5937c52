using System.Collections.Immutable;

namespace OpportunityScan.Storage;

/// <summary>A whole unfinished scan, as its runner knows it.</summary>
/// <param name="State">The state.</param>
/// <param name="Found">What was found so far, each once; from now on these are its places.</param>
/// <param name="Top">The best of it.</param>
/// <param name="Estimate">When it will probably end.</param>
public sealed record ScanRecord(
    ScanState State, ImmutableArray<OpportunityChunk> Found, ImmutableArray<AcceptedOpportunity> Top, ScanEstimate? Estimate)
{
    private readonly ValueList<OpportunityChunk> _found = Found;
    private readonly ValueList<AcceptedOpportunity> _top = Top;

    /// <summary>What was found so far, each once; from now on these are its places.</summary>
    public ImmutableArray<OpportunityChunk> Found
    {
        get => _found;
        init => _found = value;
    }

    /// <summary>The best of it.</summary>
    public ImmutableArray<AcceptedOpportunity> Top
    {
        get => _top;
        init => _top = value;
    }
}

/// <summary>Results as they are stored.</summary>
/// <param name="Snapshot">The scan they belong to, at the same instant.</param>
/// <param name="Items">
/// A terminal scan's ranked results from the offset on: as many as asked for, or fewer where these were many bytes, but at least one if there is one.
/// An unfinished scan's opportunities so far: all of them, neither merged nor ranked.
/// </param>
/// <param name="Total">How many results a terminal scan has; of an unfinished one how many were recorded.</param>
public sealed record StoredResults(ScanSnapshot Snapshot, ImmutableArray<AcceptedOpportunity> Items, int Total)
{
    private readonly ValueList<AcceptedOpportunity> _items = Items;

    /// <summary> A terminal scan's ranked results from the offset on: as many as asked for, or fewer where these were many bytes, but at least one if there is one. An unfinished scan's opportunities so far: all of them, neither merged nor ranked. </summary>
    public ImmutableArray<AcceptedOpportunity> Items
    {
        get => _items;
        init => _items = value;
    }
}
