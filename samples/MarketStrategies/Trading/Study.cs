using System.Collections.Concurrent;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace MarketStrategies;

/// <summary>
/// What became of equal signals in the past, and what that lets one expect: the one rule by which every strategy here arrives at profit and
/// confidence. All returns are of a dollar of the position, beyond what cash earned, after costs.
/// </summary>
/// <param name="Trades">How many past trades there were; none overlaps another.</param>
/// <param name="Hits">How many of them paid.</param>
/// <param name="Mean">What they returned on average.</param>
/// <param name="StandardError">How far that may be off: the deviation of a trade over the root of their number.</param>
/// <param name="Worst">The worst of them.</param>
/// <param name="Holding">What simply holding returned over spans of the same length, on average, before costs.</param>
/// <param name="BaseRate">The share of trades that would have paid if there had been a signal all along.</param>
/// <param name="Years">How long the trades lasted, all together.</param>
internal sealed record Study(int Trades, int Hits, double Mean, double StandardError, double Worst, double Holding, double BaseRate, double Years)
{
    /// <summary>Fewer past trades than this say nothing.</summary>
    internal const int FewestTrades = 10;

    /// <summary>One in so many signals without any worth passes by chance.</summary>
    internal const double Level = 0.05;

    /// <summary>
    /// The deviation of true yearly Sharpe ratios of trading rules on one thing, before anything is known of them; their mean is 0. Ratios
    /// beyond twice this are rare among rules that were judged after they had been published: R. D. McLean and J. Pontiff, "Does Academic
    /// Research Destroy Stock Return Predictability?", Journal of Finance 71 (2016).
    /// </summary>
    internal const double PriorSharpe = 0.3;

    /// <summary>How many past trades the base rate weighs as much as.</summary>
    internal const double PriorTrades = 100;

    private static readonly ConcurrentDictionary<int, double> Quantiles = new();

    /// <summary>Whether there were enough trades and their mean is above 0 by more than chance: a one-sided t test.</summary>
    internal bool Pays => Trades >= FewestTrades && Mean > 0 && Mean >= Quantile(Trades) * StandardError;

    /// <summary>
    /// What to expect of the next trade: the mean, drawn towards 0 by its uncertainty. It is the posterior mean under the prior above, which
    /// depends on how many years the trades lasted: ten years keep about half.
    /// </summary>
    internal double Expected
    {
        get
        {
            var weight = PriorSharpe * PriorSharpe * Years;
            return Mean * weight / (1 + weight);
        }
    }

    /// <summary>
    /// The chance that the next trade pays: the share of past trades that did, drawn towards the base rate. It is the posterior mean of a
    /// beta prior around that rate.
    /// </summary>
    internal double Confidence => (Hits + (PriorTrades * BaseRate)) / (Trades + PriorTrades);

    /// <summary>Of trades signaled, of trades there would have been without a signal, and of spans held.</summary>
    internal static Study Of(List<Trade> signaled, List<Trade> unconditional, List<Trade> held, int horizon)
    {
        // Where nothing is known of the base rate, it is one half, and that weighs as much as a hundred trades.
        const double pseudo = 100;
        var baseRate = (unconditional.Count(t => t.Net > 0) + (pseudo / 2)) / (unconditional.Count + pseudo);
        var n = signaled.Count;
        var (mean, deviation) = n == 0 ? (0, 0) : signaled.Select(t => t.Net).MeanStandardDeviation();
        return new Study(
            n, signaled.Count(t => t.Net > 0), mean, n < 2 ? double.PositiveInfinity : deviation / Math.Sqrt(n),
            n == 0 ? 0 : signaled.Min(t => t.Net), held.Count == 0 ? 0 : held.Average(t => t.Net), baseRate, n * horizon / Volatility.TradingDays);
    }

    private static double Quantile(int trades) => Quantiles.GetOrAdd(trades, n => StudentT.InvCDF(0, 1, n - 1, 1 - Level));
}
