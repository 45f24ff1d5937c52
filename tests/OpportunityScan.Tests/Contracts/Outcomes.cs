using System.Collections.Immutable;
using OpportunityScan.Tests.State;

namespace OpportunityScan.Tests.Contracts;

/// <summary>Outcomes and snapshots in the states that a test is about.</summary>
internal static class Outcomes
{
    internal static StrategyOutcome Of(StrategyStatus status, int found = 0, int rejected = 0, double? progress = null) =>
        new() { Strategy = new StrategyId("s"), Status = status, Found = found, Rejected = rejected, Progress = progress };

    internal static ImmutableArray<StrategyOutcome> Many(int count, StrategyStatus status, int found = 0) =>
        [.. Enumerable.Repeat(Of(status, found), count)];

    internal static ScanSnapshot Snapshot(ScanStatus status, ImmutableArray<StrategyOutcome> outcomes, ScanEstimate? estimate = null) =>
        new(new ScanState { Plan = SamplePlan.Two, CreatedAt = SamplePlan.Start, Status = status, Outcomes = outcomes }, default, estimate);
}
