using System.Globalization;
using MathNet.Numerics.Statistics;

namespace MarketStrategies;

/// <summary>
/// Cuts a position when its volatility (RiskMetrics 1996) is more than a quarter above its median of the last year, by as much as brings it
/// back to that, for a month. A. Moreira and T. Muir, "Volatility-Managed Portfolios", Journal of Finance 72 (2017). What it earns is what the
/// part that was sold would have lost; where that part would have gained, the gain forgone counts as a loss.
/// </summary>
public sealed class RiskManagement(IMarketData market) : MarketStrategy(
    market, "risk-management", "Risk management",
    "Sells a part of what has become more volatile than usual, for a month; gains forgone count.", compares: false)
{
    internal override IEnumerable<Rule> Rules(IReadOnlyList<PriceSeries> market, Terms terms) => market.Select(series => new CutRule(series));
}

/// <summary>Sells a part of a position in one symbol when it has become wild.</summary>
internal sealed class CutRule(PriceSeries series) : Rule(series, Year, Month)
{
    private const int Month = 21;
    private const int Year = 252;
    private const double Elevated = 1.25;

    private readonly double[] _volatility = Volatility.Ewma(series.Returns);
    private readonly double?[] _usual = new double?[series.Close.Length];

    /// <summary>Of a dollar held, the part that is sold.</summary>
    internal override Position? Hold(int day, int side) => Cut(day) is > 0 and var cut ? Basket.Part(new Leg(Subject, -cut)) : null;

    /// <summary>The position that there is to cut, as it was sized when all was as usual.</summary>
    internal override double Size(Position position, int today, Terms terms) => Sizing.Position(terms.Account, Usual(today), Horizon);

    /// <summary>None: it frees some.</summary>
    internal override double Capital(Position held, double position, int today, int side) => 0;

    internal override Side Direction(int side) => Side.Sell;

    internal override string Why(int today, int side) => string.Create(
        CultureInfo.InvariantCulture, $"{_volatility[today] / Usual(today):0.0} times as volatile as usual, so sell {Cut(today):0 %} of it for a month");

    internal override IReadOnlyDictionary<string, object> Measure(int today, int side) => new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["share"] = Math.Round(Cut(today), 3),
        ["volatilityToUsual"] = Math.Round(_volatility[today] / Usual(today), 2),
    };

    private protected override int Signal(int day) => _volatility[day] > Elevated * Usual(day) ? 1 : 0;

    private double Cut(int day) => _volatility[day] > 0 ? 1 - (Usual(day) / _volatility[day]) : 0;

    private double Usual(int t) => _usual[t] ??= _volatility.AsSpan(t - Year + 1, Year).ToArray().Median();
}
