using System.Collections.Immutable;

namespace OpportunityScan.Planning;

/// <summary>A plan, or everything that is wrong with the request.</summary>
internal readonly record struct PlanResult(ScanPlan? Plan, ImmutableArray<RequestError> Errors);
