using System.Collections.Immutable;
using OpportunityScan.Storage;

namespace OpportunityScan.Running;

/// <summary>What a run has to say since it last said something.</summary>
/// <param name="Changes">The outcomes that changed.</param>
/// <param name="Chunks">New opportunities.</param>
/// <param name="Top">The best so far; <c>default</c> when unchanged.</param>
/// <param name="Estimate">When the scan will probably end.</param>
/// <param name="End">The end, once every strategy is settled.</param>
internal sealed record LedgerDelta(
    ImmutableArray<OutcomeChange> Changes,
    ImmutableArray<OpportunityChunk> Chunks,
    ImmutableArray<AcceptedOpportunity> Top,
    ScanEstimate? Estimate,
    ScanEnd? End);
