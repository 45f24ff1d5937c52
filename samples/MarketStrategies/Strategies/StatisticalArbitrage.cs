using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace MarketStrategies;

/// <summary>
/// Trades what is left of a symbol's return once the market's main factors are taken out, when that has strayed 1.25 deviations from its mean
/// and used to return within a month. M. Avellaneda and J.-H. Lee, "Statistical Arbitrage in the US Equities Market", Quantitative Finance 10
/// (2010): factors from the principal components of a year's correlations (here those that explain 55 % of the variance, renewed every four
/// weeks), residuals of 60 days as an Ornstein-Uhlenbeck process; the past is looked at once a week. Where the hedge holds the symbol itself,
/// the two are netted.
/// </summary>
public sealed class StatisticalArbitrage(IMarketData market) : MarketStrategy(
    market, "statistical-arbitrage", "Statistical arbitrage",
    "Trades what strayed from the market's main factors back to them, for four weeks.", compares: true)
{
    internal override IEnumerable<Rule> Rules(IReadOnlyList<PriceSeries> market, Terms terms)
    {
        var looks = new FactorLooks(market);
        return market.Select((series, i) => new ResidualRule(series, i, market, looks));
    }
}

/// <summary>What is seen of a market's factors on each day, drawn once and shared by its symbols.</summary>
internal sealed class FactorLooks(IReadOnlyList<PriceSeries> market)
{
    internal const int Renewal = 20;

    private readonly Matrix<double> _returns = Matrix<double>.Build.Dense(market[0].Close.Length, market.Count, (t, i) => market[i].Returns[t]);
    private readonly Dictionary<int, Factors> _factors = [];
    private readonly Dictionary<int, Fit[]> _fits = [];

    /// <summary>The factors that are in use on a day: those of the last renewal, counted from the first day of the record.</summary>
    internal Factors FactorsOn(int day)
    {
        var renewed = day - (day % Renewal);
        return _factors.TryGetValue(renewed, out var known) ? known : _factors[renewed] = Factors.Of(_returns, renewed);
    }

    internal Fit[] FitsOn(int day) => _fits.TryGetValue(day, out var known) ? known : _fits[day] = FactorsOn(day).Fits(day);
}

/// <summary>One symbol against the factors of its market.</summary>
internal sealed class ResidualRule(PriceSeries series, int place, IReadOnlyList<PriceSeries> market, FactorLooks looks)
    : Rule(series, (Factors.Days / FactorLooks.Renewal + 1) * FactorLooks.Renewal, horizon: 20)
{
    internal override int Step => 5;

    internal override Position Hold(int day, int side) =>
        Basket.Of([new Leg(Subject, side), .. market.Select((s, j) => new Leg(s, -side * looks.FitsOn(day)[place].Hedge[j]))]);

    internal override string Why(int today, int side) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Math.Abs(looks.FitsOn(today)[place].Score):0.0} deviations {(side > 0 ? "cheap" : "dear")} against the market's main factors, to which it returns in {looks.FitsOn(today)[place].DaysToReturn:0} days");

    internal override IReadOnlyDictionary<string, object> Measure(int today, int side) => new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["score"] = Math.Round(looks.FitsOn(today)[place].Score, 2),
        ["daysToReturn"] = Math.Round(looks.FitsOn(today)[place].DaysToReturn, 1),
        ["factors"] = looks.FactorsOn(today).Count,
    };

    private protected override int Signal(int day) => looks.FitsOn(day)[place].Side;
}
