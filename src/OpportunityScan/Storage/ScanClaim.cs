using System.Collections.Immutable;

namespace OpportunityScan.Storage;

/// <summary>A worker's wish for a scan.</summary>
/// <param name="Worker">Who.</param>
/// <param name="Lease">For how long at first.</param>
public sealed record ScanClaim(string Worker, TimeSpan Lease);

/// <summary>A claimed scan: all that a runner needs.</summary>
/// <param name="State">The scan, with the attempt that every write must carry.</param>
/// <param name="Found">What earlier attempts have found, in the order of its commits.</param>
/// <param name="Now">The store's clock at the claim: what deadlines are to be measured against.</param>
public sealed record ClaimedScan(ScanState State, ImmutableArray<OpportunityChunk> Found, DateTimeOffset Now);

/// <summary>Opportunities of one strategy, emitted since its last commit. A fact: whatever becomes of the strategy, it is kept.</summary>
/// <param name="Strategy">The strategy's place in the plan.</param>
/// <param name="Opportunities">What it emitted, valid, stamped and scored.</param>
public sealed record OpportunityChunk(int Strategy, ImmutableArray<Opportunity> Opportunities);
