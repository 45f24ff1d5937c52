namespace MarketStrategies;

/// <summary>
/// Follows the trend when one, three and twelve months agree on it, for a month, with a future. B. Hurst, Y. H. Ooi and L. H. Pedersen, "A
/// Century of Evidence on Trend-Following Investing", Journal of Portfolio Management 44 (2017). Of the position a future takes only the
/// margin: the loss over two days that is exceeded one time in a hundred in the recorded year, as Commission Delegated Regulation (EU)
/// 153/2013, art. 24 to 26, asks of clearing houses; at most the position.
/// </summary>
/// <remarks>Profit, confidence and capital: see <see cref="DirectionalStrategy" />.</remarks>
public sealed class TrendFutures(IMarketData market) : DirectionalStrategy(market, "trend-futures", "Trend with futures", new TrendSignal())
{
    private const int MarginDays = 2;
    private const double MarginConfidence = 0.99;

    private protected override double Capital(PriceSeries series, Finding finding)
    {
        var losses = Enumerable.Range(series.Today - TrendSignal.Year, TrendSignal.Year)
            .Select(t => Math.Abs(series.Return(t - MarginDays, t)))
            .Order()
            .ToList();
        return finding.Position * Math.Min(1, losses[(int)Math.Ceiling(MarginConfidence * losses.Count) - 1]);
    }
}

/// <summary>The direction on which the returns of three spans agree.</summary>
internal sealed class TrendSignal : ISignal
{
    internal const int Year = 252;
    private static readonly int[] Spans = [21, 63, Year];

    public int FirstDay => Year;

    public int Horizon => 21;

    public Func<int, int> On(PriceSeries series) => t =>
    {
        var agreement = Spans.Sum(span => Math.Sign(series.Return(t - span, t)));
        return Math.Abs(agreement) == Spans.Length ? Math.Sign(agreement) : 0;
    };

    public IReadOnlyDictionary<string, object> Measure(PriceSeries series) =>
        Spans.ToDictionary(span => $"return{span}d", object (span) => Math.Round(series.Return(series.Today - span, series.Today), 4), StringComparer.Ordinal);
}
