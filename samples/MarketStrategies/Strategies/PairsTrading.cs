using System.Collections.Immutable;
using System.Globalization;

namespace MarketStrategies;

/// <summary>
/// Trades two symbols whose log prices moved together, when their spread has become two standard deviations wide, for a month: sells the dear
/// one, buys the cheap one. Together means cointegrated over a year that ended a month ago, whichever is regressed on the other: R. F. Engle
/// and C. W. J. Granger, "Co-Integration and Error Correction", Econometrica 55 (1987); the formation before the trading and the two deviations
/// as in E. Gatev, W. N. Goetzmann and K. G. Rouwenhorst, "Pairs Trading", Review of Financial Studies 19 (2006).
/// </summary>
public sealed class PairsTrading(IMarketData market) : MarketStrategy(
    market, "pairs-trading", "Pairs trading",
    "Sells the dear and buys the cheap one of two symbols that moved together, for a month.", compares: true)
{
    internal override IEnumerable<Rule> Rules(IReadOnlyList<PriceSeries> market, Terms terms)
    {
        var logs = market.Select(s => s.Close.Select(Math.Log).ToImmutableArray()).ToList();
        for (var a = 0; a < market.Count; a++)
        {
            for (var b = a + 1; b < market.Count; b++) yield return new PairRule(market[a], market[b], logs[a], logs[b]);
        }
    }
}

/// <summary>Two symbols against each other: side 1 buys the first and sells the second.</summary>
internal sealed class PairRule(PriceSeries first, PriceSeries second, ImmutableArray<double> y, ImmutableArray<double> x)
    : Rule(first, Year + Month - 1, Month)
{
    private const int Year = 252;
    private const int Month = 21;
    private const double Wide = 2;

    private Line[]? _lines;
    private Line[]? _reverse;

    internal override string SymbolOn(int day) => $"{Subject.Symbol}/{second.Symbol}";

    internal override IEnumerable<string> About => [Subject.Symbol, second.Symbol];

    internal override string HoldingName => "holding both";

    private Line[] Lines => _lines ??= RollingRegression.Of(x, y, Year);

    private Line[] Reverse => _reverse ??= RollingRegression.Of(y, x, Year);

    internal override Position? Hold(int day, int side) =>
        Lines[day - Month] is { Beta: > 0 } line ? Basket.Of([new Leg(Subject, side), new Leg(second, -side * line.Beta)]) : null;

    internal override double Holding(int fill, int exit) => (Subject.Return(fill, exit) + second.Return(fill, exit)) / 2;

    internal override Side Direction(int side) => Side.None;

    internal override string Why(int today, int side) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(side > 0 ? Subject : second).Symbol} is {Math.Abs(Width(Lines[today - Month], today)):0.0} deviations cheap against {(side > 0 ? second : Subject).Symbol}, with which it moved");

    internal override IReadOnlyDictionary<string, object> Measure(int today, int side)
    {
        var (forward, backward) = (Test(Lines, x, y, today - Month), Test(Reverse, y, x, today - Month));
        return new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["buy"] = side > 0 ? Subject.Symbol : second.Symbol,
            ["sell"] = side > 0 ? second.Symbol : Subject.Symbol,
            ["hedgeRatio"] = Math.Round(Lines[today - Month].Beta, 3),
            ["spreadInDeviations"] = Math.Round(Width(Lines[today - Month], today), 2),
            ["pValue"] = Math.Round(Math.Max(forward.PValue, backward.PValue), 4),
            ["pValueLastYear"] = Math.Round(Math.Max(Test(Lines, x, y, today).PValue, Test(Reverse, y, x, today).PValue), 4),
            ["halfLifeDays"] = Math.Round(forward.HalfLife, 1),
        };
    }

    /// <summary>1 when the first is cheap against the second, −1 when dear, 0 when the spread is narrow or the two do not move together.</summary>
    private protected override int Signal(int day)
    {
        var (line, formed) = (Lines[day - Month], day - Month);
        if (line.Beta <= 0 || line.Deviation <= 0) return 0;
        var width = Width(line, day);
        if (Math.Abs(width) < Wide) return 0;
        return Test(Lines, x, y, formed).IsCointegrated && Test(Reverse, y, x, formed).IsCointegrated ? -Math.Sign(width) : 0;
    }

    /// <summary>Whether the residuals of the year up to a day return.</summary>
    private static DickeyFuller Test(Line[] lines, ImmutableArray<double> x, ImmutableArray<double> y, int day)
    {
        var line = lines[day];
        Span<double> residuals = stackalloc double[Year];
        for (var i = 0; i < Year; i++) residuals[i] = Residual(line, x[day - Year + 1 + i], y[day - Year + 1 + i]);
        return DickeyFuller.Of(residuals);
    }

    private double Width(Line line, int day) => Residual(line, x[day], y[day]) / line.Deviation;

    private static double Residual(Line line, double x, double y) => y - line.Alpha - (line.Beta * x);
}
