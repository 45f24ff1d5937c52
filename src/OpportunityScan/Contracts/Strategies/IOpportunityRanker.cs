namespace OpportunityScan;

/// <summary>
/// Scores opportunities; the library sorts by score (highest first, then by a fixed total order), so a ranker can neither lose nor invent
/// one. Must be pure: the same opportunity always gets the same score. It is called once for each accepted opportunity.
/// </summary>
/// <remarks>A score that is not finite, or an exception, is counted (and logged the first time), and that opportunity gets the default score.</remarks>
public interface IOpportunityRanker
{
    /// <summary>The score of <paramref name="opportunity"/>; higher is better. The default ranker's is profit potential times confidence.</summary>
    /// <param name="opportunity">A valid opportunity with its strategy stamped.</param>
    double Score(Opportunity opportunity);
}
