namespace OpportunityScan.Ranking;

/// <summary>Profit potential times confidence.</summary>
internal sealed class DefaultRanker : IOpportunityRanker
{
    internal static DefaultRanker Instance { get; } = new();

    public double Score(Opportunity opportunity) => (double)opportunity.ProfitPotential * opportunity.Confidence;
}
