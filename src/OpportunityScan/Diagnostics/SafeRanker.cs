using Microsoft.Extensions.Logging;
using OpportunityScan.Ranking;

namespace OpportunityScan.Diagnostics;

/// <summary>The host's ranker; where it fails, the default score, logged and counted.</summary>
internal sealed class SafeRanker(IOpportunityRanker inner, ILogger logger, ScanMetrics metrics)
{
    private int _logged;

    internal double Score(Opportunity opportunity)
    {
        Exception? failure = null;
        try
        {
            var score = inner.Score(opportunity);
            if (double.IsFinite(score)) return score;
        }
#pragma warning disable CA1031 // Isolation is the purpose: a host's ranker may throw anything, and no opportunity may be lost for it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = e;
        }

        metrics.ObserverFailed("ranker");
        if (Interlocked.Exchange(ref _logged, 1) == 0) logger.RankerFailed(failure); // counted each time, told once: it would fail for every opportunity
        return DefaultRanker.Instance.Score(opportunity);
    }
}
