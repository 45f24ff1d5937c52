namespace MarketStrategies;

/// <summary>
/// What became of equal signals in the past: the one rule by which every strategy here arrives at profit and confidence.
/// The expected return is the mean over past trades; the confidence is the lower end of the interval in which the true share of paying
/// trades lies, so that few trades never look sure.
/// </summary>
/// <param name="Trades">How many there were; none overlaps another.</param>
/// <param name="Hits">How many paid.</param>
/// <param name="MeanReturn">The mean return of a trade, before costs, as a fraction of the position.</param>
internal readonly record struct TrackRecord(int Trades, int Hits, double MeanReturn)
{
    /// <summary>Fewer past trades than this say nothing.</summary>
    internal const int FewestTrades = 5;

    /// <summary>The 95 % quantile of the normal distribution: one-sided.</summary>
    private const double Quantile = 1.6449;

    /// <summary>Whether there were enough trades and they paid on average.</summary>
    internal bool Pays => Trades >= FewestTrades && MeanReturn > 0;

    /// <summary>
    /// The one-sided 95 % lower bound of the hit rate. E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
    /// Journal of the American Statistical Association 22 (1927).
    /// </summary>
    internal double Confidence
    {
        get
        {
            if (Trades == 0) return 0;
            var (n, rate, z2) = ((double)Trades, (double)Hits / Trades, Quantile * Quantile);
            var bound = (rate + (z2 / (2 * n)) - (Quantile * Math.Sqrt(((rate * (1 - rate)) + (z2 / (4 * n))) / n))) / (1 + (z2 / n));
            return Math.Clamp(bound, 0, 1);
        }
    }

    /// <summary>The record of trades with these returns.</summary>
    internal static TrackRecord Of(IReadOnlyCollection<double> returns) =>
        new(returns.Count, returns.Count(r => r > 0), returns.Count == 0 ? 0 : returns.Average());
}
