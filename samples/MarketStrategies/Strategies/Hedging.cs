using System.Globalization;
using MathNet.Numerics.Statistics;

namespace MarketStrategies;

/// <summary>
/// Finds for each symbol the one of its market that hedges it best, by the ratio that leaves the least variance (covariance over variance):
/// L. H. Ederington, "The Hedging Performance of the New Futures Markets", Journal of Finance 34 (1979). Hedge and ratio are chosen on the year
/// before, then held for two weeks. The profit is that of the hedge itself over all spans, quiet ones and rising ones too. In a market that
/// rises a hedge costs, as insurance does; it is a finding only where it did not.
/// </summary>
public sealed class Hedging(IMarketData market) : MarketStrategy(
    market, "hedging", "Hedging",
    "Sells against a symbol what hedges it best, for two weeks; reported where the hedge itself paid.", compares: true)
{
    internal override IEnumerable<Rule> Rules(IReadOnlyList<PriceSeries> market, Terms terms) =>
        market.Select((series, i) => new HedgeRule(series, [.. market.Where((_, j) => j != i)]));
}

/// <summary>One symbol and, on each day, what hedges it best.</summary>
internal sealed class HedgeRule(PriceSeries series, IReadOnlyList<PriceSeries> others) : Rule(series, Year, TwoWeeks)
{
    private const int Year = 252;
    private const int TwoWeeks = 10;
    private const double Tail = 0.10;

    private readonly Lazy<List<Line[]>> _lines = new(() => [.. others.Select(other => RollingRegression.Of(other.Returns, series.Returns, Year))]);

    internal override string SymbolOn(int day) => $"{Subject.Symbol}/{others[Best(day)].Symbol}";

    /// <summary>The hedge alone: of a dollar held, the part that is sold against it.</summary>
    internal override Position Hold(int day, int side)
    {
        var best = Best(day);
        return Basket.Part(new Leg(others[best], -_lines.Value[best][day].Beta));
    }

    /// <summary>The position that there is to hedge, no larger than the account can hedge.</summary>
    internal override double Size(Position position, int today, Terms terms) => Math.Min(
        Sizing.Position(terms.Account, Volatility.CloseToClose(Subject.Returns, today, Sizing.RecentDays), Horizon),
        terms.Account / ((Basket)position).Gross);

    internal override double Capital(Position held, double position, int today, int side) => position * ((Basket)held).Gross;

    internal override Side Direction(int side) => Side.Sell;

    internal override string Why(int today, int side) => string.Create(
        CultureInfo.InvariantCulture, $"Hedges {Subject.Symbol} best and leaves {1 - Effectiveness(today):0 %} of its variance, and paid by itself");

    internal override IReadOnlyDictionary<string, object> Measure(int today, int side)
    {
        var best = Best(today);
        return new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["hold"] = Subject.Symbol,
            ["hedgeRatio"] = Math.Round(_lines.Value[best][today].Beta, 3),
            ["effectiveness"] = Math.Round(Effectiveness(today), 3),
            ["softenedWorstTenth"] = Math.Round(Protection(today), 5),
        };
    }

    private protected override int Signal(int day) => 1;

    /// <summary>The place of the symbol that leaves the least variance over the year up to a day; its line's slope is the hedge ratio.</summary>
    private int Best(int day) => Enumerable.Range(0, others.Count).MinBy(i => _lines.Value[i][day].Deviation);

    private double Effectiveness(int day) => 1 - Math.Pow(_lines.Value[Best(day)][day].Deviation / Volatility.CloseToClose(Subject.Returns, day, Year), 2);

    /// <summary>What the hedge made, per dollar held, in the worst tenth of the past spans: the protection that it is bought for.</summary>
    private double Protection(int today)
    {
        var spans = new List<(double Bare, double Hedge)>();
        for (var t = First; t + Replay.Delay + Horizon <= today; t += Horizon)
        {
            var (fill, exit) = (t + Replay.Delay, t + Replay.Delay + Horizon);
            spans.Add((Subject.Return(fill, exit), -_lines.Value[Best(t)][t].Beta * others[Best(t)].Return(fill, exit)));
        }

        return spans.OrderBy(s => s.Bare).Take(Math.Max(1, (int)(Tail * spans.Count))).Select(s => s.Hedge).Mean();
    }
}
