using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Statistics;

namespace MarketStrategies;

/// <summary>
/// Trades what is left of a symbol's return once the market's main factors are taken out, when that has strayed 1.25 deviations from its mean
/// and used to return within a month. M. Avellaneda and J.-H. Lee, "Statistical Arbitrage in the US Equities Market", Quantitative Finance 10
/// (2010): factors from the principal components of a year's correlations (here those that explain 55 % of the variance, renewed each month),
/// residuals of 60 days as an Ornstein-Uhlenbeck process; looked at once a week. Profit: position in symbol and hedge times the mean return of
/// the symbol's equal signals, held for four weeks; confidence: Wilson bound of their hit rate; capital: symbol and hedge.
/// </summary>
public sealed class StatisticalArbitrage(IMarketData market) : MarketStrategy(market, "statistical-arbitrage", "Statistical arbitrage")
{
    private const int Week = 5;
    private const int HoldingWeeks = 4;

    private protected override int Steps(IReadOnlyList<PriceSeries> market) => Weeks(market[0].Close.Length).Count() + market.Count;

    private protected override IEnumerable<Finding?> Examine(IReadOnlyList<PriceSeries> market, double account)
    {
        var returns = Matrix<double>.Build.Dense(market[0].Close.Length, market.Count, (t, i) => market[i].Returns[t]);
        var looks = new List<Look>();
        Factors? factors = null;
        foreach (var day in Weeks(returns.RowCount))
        {
            if (looks.Count % HoldingWeeks == 0 || factors is null) factors = Factors.Of(returns, day);
            looks.Add(new Look(day, factors.Count, factors.Fits(day)));
            yield return null;
        }

        for (var i = 0; i < market.Count; i++) yield return Residual(market, i, looks, account);
    }

    /// <summary>The days to look at, counted back from the last, oldest first.</summary>
    private static IEnumerable<int> Weeks(int days)
    {
        for (var day = (days - 1) % Week; day < days; day += Week)
        {
            if (day >= Factors.Days) yield return day;
        }
    }

    private static Finding? Residual(IReadOnlyList<PriceSeries> market, int symbol, List<Look> looks, double account)
    {
        var (series, last) = (market[symbol], looks.Count - 1);
        var record = SignalStudy.Of(
            look => looks[look].Fits[symbol].Side, 0, last, HoldingWeeks,
            (from, to) => looks[from].Fits[symbol].Side * Enumerable.Range(looks[from].Day + 1, looks[to].Day - looks[from].Day).Sum(t => Hedged(looks[from], t)));
        if (!record.Pays) return null;

        var (today, fit) = (looks[last].Day, looks[last].Fits[symbol]);
        var volatility = Enumerable.Range(today - Sizing.RecentDays + 1, Sizing.RecentDays).Select(t => Hedged(looks[last], t)).StandardDeviation();
        return new Finding(series.Symbol, series.Market, record, HoldingWeeks * Week, Sizing.Position(account, volatility, HoldingWeeks * Week), volatility)
        {
            Entry = series.Close[today],
            AsOf = series.Days[today],
            Measured = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["side"] = fit.Side > 0 ? "buy, sell factors" : "sell, buy factors",
                ["score"] = Math.Round(fit.Score, 2),
                ["daysToReturn"] = Math.Round(fit.DaysToReturn, 1),
                ["factors"] = looks[last].Factors,
            },
        };

        // Per dollar in symbol and hedge.
        double Hedged(Look look, int t)
        {
            var (weights, hedge, gross) = (look.Fits[symbol].Hedge, 0d, 1d);
            for (var j = 0; j < weights.Length; j++) (hedge, gross) = (hedge + (weights[j] * market[j].Returns[t]), gross + Math.Abs(weights[j]));
            return (series.Returns[t] - hedge) / gross;
        }
    }

    /// <summary>What was seen on one day.</summary>
    private sealed record Look(int Day, int Factors, Fit[] Fits);
}
