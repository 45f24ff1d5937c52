using System.Collections.Immutable;

namespace OpportunityScan.AspNetCore.Requests;

/// <summary>A request to start a scan, as it was read.</summary>
/// <param name="ForceRefresh">Whether a new scan is wanted in any case.</param>
/// <param name="Parameters">What the strategies are asked.</param>
/// <param name="Strategies">The strategies to run; empty for all.</param>
/// <param name="Filter">What is to be shown; does not change the scan.</param>
/// <param name="Ignored">The fields that were given and that nobody uses.</param>
internal sealed record StartWish(
    bool ForceRefresh, ScanParameters Parameters, ImmutableArray<StrategyId> Strategies, ResultsFilter Filter, ImmutableArray<string> Ignored);
