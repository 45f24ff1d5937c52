using System.Collections.Immutable;

namespace OpportunityScan.AspNetCore.Wire;

/// <summary>What a status body is drawn from.</summary>
/// <param name="Scan">The scan.</param>
/// <param name="Best">The best opportunities that pass the filters.</param>
/// <param name="Links">Where its other representations are.</param>
/// <param name="Filters">What is applied.</param>
/// <param name="Now">The time of the answer.</param>
internal sealed record StatusView(ScanSnapshot Scan, ImmutableArray<Opportunity> Best, Links Links, FiltersBody Filters, DateTimeOffset Now)
{
    /// <summary>How many opportunities a status shows at most.</summary>
    internal const int Shown = 10;

    internal ScanProgress Progress { get; } = Scan.Progress;

    internal OpportunityBody[] PartialResults()
    {
        var bodies = new OpportunityBody[Math.Min(Best.Length, Shown)];
        for (var i = 0; i < bodies.Length; i++) bodies[i] = new OpportunityBody(Best[i], Scan.Plan);
        return bodies;
    }
}
