using System.Collections.Immutable;
using System.Globalization;

namespace MarketStrategies;

/// <summary>
/// Stands ready for those in a hurry: takes the other side, hedged with the market (equally weighted), when a symbol's move against the market
/// exceeded half of its effective spread, for a day. S. Nagel, "Evaporating Liquidity", Review of Financial Studies 25 (2012), who measures a
/// market maker's return in daily closes just so; the spread by Roll (1984) over the last year. Symbols that do not bounce have no spread in
/// Roll's sense and are not quoted.
/// </summary>
public sealed class MarketMaking(IMarketData market) : MarketStrategy(
    market, "market-making", "Market making",
    "Takes the other side of moves beyond half a spread, hedged with the market, for a day.", compares: true)
{
    internal override IEnumerable<Rule> Rules(IReadOnlyList<PriceSeries> market, Terms terms)
    {
        var average = market.AverageReturns();
        return market.Select(series => new QuoteRule(series, market, average));
    }
}

/// <summary>One symbol against its market.</summary>
internal sealed class QuoteRule(PriceSeries series, IReadOnlyList<PriceSeries> market, ImmutableArray<double> average) : Rule(series, Year, horizon: 1)
{
    private const int Year = 252;

    private readonly double?[] _spreads = RollSpread.Of(series.Returns, Year);

    internal override Position Hold(int day, int side) =>
        Basket.Of([new Leg(Subject, side), .. market.Select(s => new Leg(s, -(double)side / market.Count))]);

    internal override string Why(int today, int side) => string.Create(
        CultureInfo.InvariantCulture, $"{(side > 0 ? "Fell" : "Rose")} {Math.Abs(Move(today)):0.0 %} against the market, beyond half its spread of {_spreads[today]:0.0 %}");

    internal override IReadOnlyDictionary<string, object> Measure(int today, int side) => new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["spread"] = Math.Round(_spreads[today] ?? 0, 5),
        ["moveAgainstMarket"] = Math.Round(Move(today), 4),
    };

    private protected override int Signal(int day) => _spreads[day] is { } spread && Math.Abs(Move(day)) > spread / 2 ? -Math.Sign(Move(day)) : 0;

    private double Move(int day) => Subject.Returns[day] - average[day];
}
