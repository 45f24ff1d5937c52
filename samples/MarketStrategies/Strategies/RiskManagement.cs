using MathNet.Numerics.Statistics;

namespace MarketStrategies;

/// <summary>
/// Cuts a position when its volatility (RiskMetrics 1996) is more than a quarter above its median of the last year, by as much as brings it
/// back to that. A. Moreira and T. Muir, "Volatility-Managed Portfolios", Journal of Finance 72 (2017). Profit: the loss avoided, the position
/// times the mean, over equal signals, of the share cut times the loss of the following month (0 when there was a gain; the gain forgone is not
/// charged, as no insurance charges it); confidence: Wilson bound of how often the month did stay wilder than the median; capital: none, it
/// frees some.
/// </summary>
public sealed class RiskManagement(IMarketData market) : SymbolStrategy(market, "risk-management", "Risk management")
{
    private const int Month = 21;
    private const int Year = 252;
    private const double Elevated = 1.25;

    private protected override Finding? Examine(PriceSeries series, double account)
    {
        var (today, volatility) = (series.Today, Volatility.Ewma(series.Returns));
        var usual = Usual(volatility, today);
        if (volatility[today] <= Elevated * usual) return null;

        var (avoided, stayedWild) = (new List<double>(), 0);
        for (var t = Year; t + Month <= today;)
        {
            var then = Usual(volatility, t);
            if (volatility[t] <= Elevated * then)
            {
                t++;
                continue;
            }

            avoided.Add((1 - (then / volatility[t])) * Math.Max(0, -series.Return(t, t + Month)));
            if (Volatility.CloseToClose(series.Returns, t + Month, Month) > then) stayedWild++;
            t += Month;
        }

        var record = TrackRecord.Of(avoided) with { Hits = stayedWild };
        if (!record.Pays) return null;
        var (position, cut) = (Sizing.Position(account, usual, Month), 1 - (usual / volatility[today]));
        return new Finding(series.Symbol, series.Market, record, Month, position, volatility[today])
        {
            Capital = 0,
            Entry = series.Close[today],
            AsOf = series.Days[today],
            Measured = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["side"] = "reduce",
                ["share"] = Math.Round(cut, 3),
                ["freesUsd"] = Math.Round(position * cut, 2),
                ["volatilityToUsual"] = Math.Round(volatility[today] / usual, 2),
            },
        };
    }

    private static double Usual(double[] volatility, int t) => volatility.AsSpan(t - Year + 1, Year).ToArray().Median();
}
