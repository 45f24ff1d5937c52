namespace OpportunityScan.Ranking;

/// <summary>The orders that results may be read in. Each is total: what ties in it stands as in the ranking.</summary>
internal static class SortOrder
{
    internal static Comparison<Opportunity> Of(ResultsSort sort) => sort switch
    {
        ResultsSort.Profit => static (x, y) => Or(y.ProfitPotential.CompareTo(x.ProfitPotential), x, y),
        ResultsSort.Confidence => static (x, y) => Or(y.Confidence.CompareTo(x.Confidence), x, y),
        ResultsSort.Capital => static (x, y) => Or(x.RequiredCapital.CompareTo(y.RequiredCapital), x, y),
        ResultsSort.DiscoveredAt => static (x, y) => Or(y.DiscoveredAt.CompareTo(x.DiscoveredAt), x, y),
        _ => OpportunityOrder.Instance.Compare,
    };

    private static int Or(int order, Opportunity x, Opportunity y) => order != 0 ? order : OpportunityOrder.Instance.Compare(x, y);
}
