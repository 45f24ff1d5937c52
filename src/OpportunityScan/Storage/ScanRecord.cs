using System.Collections.Immutable;

namespace OpportunityScan.Storage;

/// <summary>A whole unfinished scan, as its runner knows it.</summary>
/// <param name="State">The state.</param>
/// <param name="Found">What was found so far.</param>
/// <param name="Top">The best of it.</param>
/// <param name="EstimatedEndAt">When it will probably end.</param>
public sealed record ScanRecord(
    ScanState State, ImmutableArray<OpportunityChunk> Found, ImmutableArray<Opportunity> Top, DateTimeOffset? EstimatedEndAt);

/// <summary>Results as they are stored.</summary>
/// <param name="Snapshot">The scan they belong to, at the same instant.</param>
/// <param name="Items">A terminal scan's ranked results from the offset on; an unfinished scan's opportunities so far, all of them, neither merged nor ranked.</param>
public sealed record StoredResults(ScanSnapshot Snapshot, ImmutableArray<Opportunity> Items);
