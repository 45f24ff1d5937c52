using System.Collections.Immutable;
using MathNet.Numerics.Statistics;

namespace MarketStrategies;

/// <summary>How much a price moves in a day, as a fraction of it.</summary>
internal static class Volatility
{
    /// <summary>Trading days in a year, the convention by which daily volatility is annualised.</summary>
    internal const double TradingDays = 252;

    /// <summary>The sample standard deviation of the last <paramref name="days"/> daily returns up to day <paramref name="t"/>.</summary>
    internal static double CloseToClose(ImmutableArray<double> returns, int t, int days) =>
        returns.AsSpan(t - days + 1, days).ToArray().StandardDeviation();

    /// <summary>
    /// From the day's range: sqrt(mean of ln(high/low)² / (4 ln 2)). Michael Parkinson, "The Extreme Value Method for Estimating the Variance
    /// of the Rate of Return", Journal of Business 53 (1980).
    /// </summary>
    internal static double Parkinson(ImmutableArray<double> high, ImmutableArray<double> low, int t, int days)
    {
        var sum = 0d;
        for (var i = t - days + 1; i <= t; i++) sum += Math.Pow(Math.Log(high[i] / low[i]), 2);
        return Math.Sqrt(sum / days / (4 * Math.Log(2)));
    }

    /// <summary>
    /// Exponentially weighted, decay 0.94, for each day; the first days are warm-up. J. P. Morgan/Reuters, RiskMetrics Technical Document,
    /// 4th ed. (1996), sect. 5.2.
    /// </summary>
    internal static double[] Ewma(ImmutableArray<double> returns, double decay = 0.94)
    {
        var volatility = new double[returns.Length];
        var variance = 0d;
        for (var t = 1; t < returns.Length; t++)
        {
            var square = returns[t] * returns[t];
            variance = t == 1 ? square : (decay * variance) + ((1 - decay) * square);
            volatility[t] = Math.Sqrt(variance);
        }

        return volatility;
    }
}
