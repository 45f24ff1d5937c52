using System.Collections.Immutable;
using MathNet.Numerics.Statistics;

namespace MarketStrategies;

/// <summary>
/// Stands ready for those in a hurry: takes the other side, hedged with the market (equally weighted), when a symbol's move against the market
/// exceeded half of its effective spread, and is out at the next close. S. Nagel, "Evaporating Liquidity", Review of Financial Studies 25
/// (2012), who measures a market maker's return in daily closes just so; the spread by Roll (1984) over the last year. Symbols that do not
/// bounce have no spread in Roll's sense and are not quoted. Profit: position in both legs times the mean return of the symbol's equal
/// signals; confidence: Wilson bound of their hit rate; capital: both legs.
/// </summary>
public sealed class MarketMaking(IMarketData market) : MarketStrategy(market, "market-making", "Market making")
{
    private const int Year = 252;
    private const int Legs = 2;

    private protected override int Steps(IReadOnlyList<PriceSeries> market) => market.Count;

    private protected override IEnumerable<Finding?> Examine(IReadOnlyList<PriceSeries> market, double account)
    {
        var average = market.AverageReturns();
        foreach (var series in market) yield return Quote(series, average, account);
    }

    private static Finding? Quote(PriceSeries series, ImmutableArray<double> average, double account)
    {
        var (today, side) = (series.Today, Side(series, average, series.Today));
        var record = SignalStudy.Of(
            t => Side(series, average, t), Year, today, horizon: 1, (_, next) => side * (series.Returns[next] - average[next]) / Legs);
        if (!record.Pays || RollSpread.Of(series.Returns, today, Year) is not { } spread) return null;

        var volatility = Enumerable.Range(today - Sizing.RecentDays + 1, Sizing.RecentDays)
            .Select(t => (series.Returns[t] - average[t]) / Legs)
            .StandardDeviation();
        return new Finding(series.Symbol, series.Market, record, Horizon: 1, Sizing.Position(account, volatility, horizon: 1), volatility)
        {
            Entry = series.Close[today],
            Exit = series.Close[today] * (1 + (side * Legs * record.MeanReturn)),
            AsOf = series.Days[today],
            Measured = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["side"] = side > 0 ? "bid" : "ask",
                ["spread"] = Math.Round(spread, 5),
                ["moveAgainstMarket"] = Math.Round(series.Returns[today] - average[today], 4),
            },
        };
    }

    private static int Side(PriceSeries series, ImmutableArray<double> average, int t)
    {
        var move = series.Returns[t] - average[t];
        return RollSpread.Of(series.Returns, t, Year) is { } spread && Math.Abs(move) > spread / 2 ? -Math.Sign(move) : 0;
    }
}
