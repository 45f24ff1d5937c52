namespace OpportunityScan.Ranking;

/// <summary>A ranker that is a delegate.</summary>
internal sealed class DelegateRanker(Func<Opportunity, double> score) : IOpportunityRanker
{
    public double Score(Opportunity opportunity) => score(opportunity);
}
