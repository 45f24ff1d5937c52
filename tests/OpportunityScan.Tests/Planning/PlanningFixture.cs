using System.Collections.Immutable;
using OpportunityScan.Planning;

namespace OpportunityScan.Tests.Planning;

/// <summary>Short ways to say what planning is about.</summary>
internal static class PlanningFixture
{
    internal static readonly OwnerId Owner = new("ada");
    internal static readonly ScanId FixedId = new("scan_fixed");

    internal static StrategyDescriptor Strategy(string id, params string[] parameters) =>
        new(new StrategyId(id)) { Parameters = [.. parameters.Select(static p => new StrategyParameter(p))] };

    internal static StrategyParameter Parameter(string name, params string[] allowed) => new(name) { Allowed = [.. allowed] };

    internal static PlanResult Plan(ScanRequest request, OpportunityScanOptions options, params ImmutableArray<StrategyDescriptor> registered) =>
        ScanPlanner.Plan(request, registered, options, static () => FixedId);

    internal static PlanResult Plan(ScanRequest request, params ImmutableArray<StrategyDescriptor> registered) =>
        Plan(request, new OpportunityScanOptions(), registered);

    internal static ScanParameters Parameters(params (string Name, string[] Values)[] entries) =>
        entries.Aggregate(ScanParameters.Empty, static (all, e) => all.With(e.Name, e.Values));

    internal static ImmutableArray<PlannedStrategy> Planned(params (string Id, string Version)[] strategies) =>
        [.. strategies.Select(static s => new PlannedStrategy(new StrategyId(s.Id), s.Id, s.Version, TimeSpan.FromMinutes(1)))];
}
