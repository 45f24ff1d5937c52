using System.Collections.Immutable;

namespace MarketStrategies;

/// <summary>
/// The effective bid-ask spread that closing prices betray by bouncing between the two: 2 sqrt(−cov(r[t], r[t−1])), as a fraction of the
/// price. Richard Roll, "A Simple Implicit Measure of the Effective Bid-Ask Spread in an Efficient Market", Journal of Finance 39 (1984).
/// </summary>
internal static class RollSpread
{
    /// <summary>The spread from the last <paramref name="days"/> returns up to each day; <c>null</c> where they do not bounce (the covariance is not negative) and before there are so many.</summary>
    internal static double?[] Of(ImmutableArray<double> returns, int days)
    {
        var spreads = new double?[returns.Length];
        var (pairs, now, before, product) = (days - 1, 0d, 0d, 0d);
        for (var t = 1; t < returns.Length; t++)
        {
            Add(t, 1);
            if (t > pairs) Add(t - pairs, -1);
            if (t < pairs) continue;
            var covariance = (product - (now * before / pairs)) / (pairs - 1);
            if (covariance < 0) spreads[t] = 2 * Math.Sqrt(-covariance);
        }

        return spreads;

        void Add(int t, int sign)
        {
            now += sign * returns[t];
            before += sign * returns[t - 1];
            product += sign * returns[t] * returns[t - 1];
        }
    }
}
