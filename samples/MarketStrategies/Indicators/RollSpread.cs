using System.Collections.Immutable;

namespace MarketStrategies;

/// <summary>
/// The effective bid-ask spread that closing prices betray by bouncing between the two: 2 sqrt(−cov(r[t], r[t−1])), as a fraction of the
/// price. Richard Roll, "A Simple Implicit Measure of the Effective Bid-Ask Spread in an Efficient Market", Journal of Finance 39 (1984).
/// </summary>
internal static class RollSpread
{
    /// <summary>The spread from the last <paramref name="days"/> returns up to day <paramref name="t"/>; <c>null</c> when they do not bounce (the covariance is not negative).</summary>
    internal static double? Of(ImmutableArray<double> returns, int t, int days)
    {
        var (first, sumNow, sumBefore, sumProduct) = (t - days + 2, 0d, 0d, 0d);
        for (var i = first; i <= t; i++)
        {
            sumNow += returns[i];
            sumBefore += returns[i - 1];
            sumProduct += returns[i] * returns[i - 1];
        }

        var n = days - 1;
        var covariance = (sumProduct - (sumNow * sumBefore / n)) / (n - 1);
        return covariance < 0 ? 2 * Math.Sqrt(-covariance) : null;
    }
}
