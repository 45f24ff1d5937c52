namespace MarketStrategies;

/// <summary>
/// Combines five others: follows them when those that say buy outnumber those that say sell by two or more, or the other way round, for ten
/// days. Equal weights, because they are hard to beat: A. Timmermann, "Forecast Combinations", Handbook of Economic Forecasting 1 (2006),
/// after J. M. Bates and C. W. J. Granger, "The Combination of Forecasts", Operational Research Quarterly 20 (1969). The combination is judged
/// by its own past trades, not by those of its members.
/// </summary>
public sealed class Ensemble(IMarketData market) : DirectionalStrategy(
    market, "ensemble", "Ensemble of five",
    "Follows the majority of momentum, mean reversion, breakout, scalping and trend, for ten days.", new VoteSignal());

/// <summary>The vote of momentum, mean reversion, breakout, scalping and trend.</summary>
internal sealed class VoteSignal : ISignal
{
    private const int Majority = 2;

    private static readonly (string Name, ISignal Signal)[] Members =
    [
        ("momentum", new MomentumSignal()),
        ("meanReversion", new RsiSignal()),
        ("breakout", new RangeBreakSignal()),
        ("scalping", new ReversalSignal()),
        ("trend", new TrendSignal()),
    ];

    public int FirstDay => Members.Max(m => m.Signal.FirstDay);

    public int Horizon => 10;

    public Func<int, int> On(PriceSeries series)
    {
        var sides = Members.Select(m => m.Signal.On(series)).ToArray();
        return t => sides.Sum(side => side(t)) switch
        {
            >= Majority => 1,
            <= -Majority => -1,
            _ => 0,
        };
    }

    public IReadOnlyDictionary<string, object> Measure(PriceSeries series, int day) =>
        Members.ToDictionary(m => m.Name, object (m) => m.Signal.On(series)(day), StringComparer.Ordinal);

    public string Why(PriceSeries series, int day, int side)
    {
        var votes = Members.Select(m => m.Signal.On(series)(day)).ToList();
        return $"{votes.Count(v => v == side)} of five signals say {(side > 0 ? "buy" : "sell")} and {votes.Count(v => v == -side)} {(side > 0 ? "sell" : "buy")}";
    }
}
