using System.Collections.Immutable;
using MathNet.Numerics.Statistics;

namespace MarketStrategies;

/// <summary>
/// Earns what others pay for funding: whoever cannot borrow buys risky symbols instead, so quiet ones, levered, carry a premium. Buys a symbol
/// whose beta is below its market's median with 1/beta of its price, sells the market (equally weighted) against it, for a month. A. Frazzini
/// and L. H. Pedersen, "Betting Against Beta", Journal of Financial Economics 111 (2014), betas over a year and drawn towards one by 0.4 as there.
/// A proxy: the record has no funding rates. Profit: position in both legs times the mean return of the symbol's equal signals; confidence:
/// Wilson bound of their hit rate; capital: both legs.
/// </summary>
public sealed class FundingCarry(IMarketData market) : MarketStrategy(market, "funding-carry", "Funding and carry")
{
    private const int Year = 252;
    private const int Month = 21;
    private const double OwnWeight = 0.6;

    private protected override int Steps(IReadOnlyList<PriceSeries> market) => market.Count;

    private protected override IEnumerable<Finding?> Examine(IReadOnlyList<PriceSeries> market, double account)
    {
        var average = market.AverageReturns();
        var betas = market.Select(s => RollingRegression.Of(average, s.Returns, Year).Select(line => (OwnWeight * line.Beta) + 1 - OwnWeight).ToArray()).ToList();
        var medians = Enumerable.Range(0, average.Length).Select(t => betas.Select(b => b[t]).Median()).ToArray();
        for (var i = 0; i < market.Count; i++) yield return Quiet(market[i], average, betas[i], medians, account);
    }

    private static Finding? Quiet(PriceSeries series, ImmutableArray<double> average, double[] betas, double[] medians, double account)
    {
        var today = series.Today;
        var record = SignalStudy.Of(
            t => betas[t] > 0 && betas[t] < medians[t] ? 1 : 0, Year, today, Month,
            (from, to) => Enumerable.Range(from + 1, to - from).Sum(t => Hedged(t, betas[from])));
        if (!record.Pays) return null;

        var volatility = Enumerable.Range(today - Sizing.RecentDays + 1, Sizing.RecentDays).Select(t => Hedged(t, betas[today])).StandardDeviation();
        return new Finding(series.Symbol, series.Market, record, Month, Sizing.Position(account, volatility, Month), volatility)
        {
            Entry = series.Close[today],
            AsOf = series.Days[today],
            Measured = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["side"] = "buy levered, sell market",
                ["beta"] = Math.Round(betas[today], 3),
                ["medianBeta"] = Math.Round(medians[today], 3),
            },
        };

        // Per dollar in both legs: 1/beta of the symbol against 1 of the market.
        double Hedged(int t, double beta) => ((series.Returns[t] / beta) - average[t]) / ((1 / beta) + 1);
    }
}
