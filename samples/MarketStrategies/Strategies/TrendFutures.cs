using System.Globalization;
using MathNet.Numerics.Statistics;

namespace MarketStrategies;

/// <summary>
/// Follows the trend when one, three and twelve months agree on it, for a month, with a future. B. Hurst, Y. H. Ooi and L. H. Pedersen, "A
/// Century of Evidence on Trend-Following Investing", Journal of Portfolio Management 44 (2017). A future returns what its underlying returns
/// beyond cash, and takes only the margin: see <see cref="FutureRule"/>.
/// </summary>
public sealed class TrendFutures(IMarketData market) : DirectionalStrategy(
    market, "trend-futures", "Trend with futures",
    "Follows the trend with a future when one, three and twelve months agree on it, for a month.", new TrendSignal())
{
    private protected override Rule RuleOf(PriceSeries series, ISignal signal) => new FutureRule(series, signal);
}

/// <summary>
/// A future, of which a position takes the margin: the loss over two days that is exceeded one time in a hundred, in the year up to today, as
/// Commission Delegated Regulation (EU) 153/2013, art. 24 to 26, asks of clearing houses; at most the position.
/// </summary>
internal sealed class FutureRule(PriceSeries series, ISignal signal) : SignalRule(series, signal)
{
    private const int MarginDays = 2;
    private const double MarginConfidence = 0.99;

    internal override Position Hold(int day, int side) => Basket.Future(new Leg(Subject, side));

    internal override double Capital(Position held, double position, int today, int side) => position * Math.Min(1, Margin(Subject, today, side));

    /// <summary>The margin per dollar: only what a position of this side lost counts, gains do not.</summary>
    internal static double Margin(PriceSeries series, int today, int side)
    {
        var losses = Enumerable.Range(today - TrendSignal.Year + 1, TrendSignal.Year).Select(t => -side * series.Return(t - MarginDays, t));
        return Math.Max(0, losses.Quantile(MarginConfidence));
    }
}

/// <summary>The direction on which the returns of three spans agree.</summary>
internal sealed class TrendSignal : ISignal
{
    internal const int Year = 252;
    private static readonly int[] Spans = [21, 63, Year];

    public int FirstDay => Year + 1;

    public int Horizon => 21;

    public Func<int, int> On(PriceSeries series) => t =>
    {
        var agreement = Spans.Sum(span => Math.Sign(series.Return(t - span, t)));
        return Math.Abs(agreement) == Spans.Length ? Math.Sign(agreement) : 0;
    };

    public IReadOnlyDictionary<string, object> Measure(PriceSeries series, int day) =>
        Spans.ToDictionary(span => $"return{span}d", object (span) => Math.Round(series.Return(day - span, day), 4), StringComparer.Ordinal);

    public string Why(PriceSeries series, int day, int side) =>
        string.Create(CultureInfo.InvariantCulture, $"{(side > 0 ? "Rose" : "Fell")} over one, three and twelve months ({series.Return(day - Year, day):+0 %;-0 %} in the year)");
}
