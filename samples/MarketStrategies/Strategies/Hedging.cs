namespace MarketStrategies;

/// <summary>
/// Finds for each symbol the one of its market that hedges it best, by the ratio that leaves the least variance (covariance over variance):
/// L. H. Ederington, "The Hedging Performance of the New Futures Markets", Journal of Finance 34 (1979). Hedge and ratio are chosen on the year
/// before, then held for two weeks. Profit: the loss avoided when it counts, the position times the mean improvement in the worst tenth of the
/// past spans, times one tenth, for that is how often such a span comes; confidence: Wilson bound of how often the hedge softened the blow in
/// these; capital: the hedge.
/// </summary>
public sealed class Hedging(IMarketData market) : MarketStrategy(market, "hedging", "Hedging")
{
    private const int Year = 252;
    private const int TwoWeeks = 10;
    private const double Tail = 0.10;

    private protected override int Steps(IReadOnlyList<PriceSeries> market) => market.Count;

    private protected override IEnumerable<Finding?> Examine(IReadOnlyList<PriceSeries> market, double account) =>
        market.Select((series, i) => Hedge(series, [.. market.Where((_, j) => j != i)], account));

    private static Finding? Hedge(PriceSeries series, IReadOnlyList<PriceSeries> others, double account)
    {
        var today = series.Today;
        var lines = others.Select(other => RollingRegression.Of(other.Returns, series.Returns, Year)).ToList();
        var spans = new List<(double Bare, double Hedged)>();
        for (var t = Year; t + TwoWeeks <= today; t += TwoWeeks)
        {
            var (best, bare) = (Best(lines, t), series.Return(t, t + TwoWeeks));
            spans.Add((bare, bare - (lines[best][t].Beta * others[best].Return(t, t + TwoWeeks))));
        }

        var improvements = spans.OrderBy(s => s.Bare).Take((int)(Tail * spans.Count)).Select(s => s.Hedged - s.Bare).ToList();
        var record = TrackRecord.Of(improvements);
        if (!record.Pays) return null;

        var hedge = others[Best(lines, today)];
        var line = lines[Best(lines, today)][today];
        var position = Sizing.Position(account, Volatility.CloseToClose(series.Returns, today, Sizing.RecentDays), TwoWeeks);
        var effectiveness = 1 - Math.Pow(line.Deviation / Volatility.CloseToClose(series.Returns, today, Year), 2);
        return new Finding($"{series.Symbol}/{hedge.Symbol}", series.Market, record with { MeanReturn = Tail * record.MeanReturn }, TwoWeeks, position, line.Deviation)
        {
            Capital = position * Math.Abs(line.Beta),
            Entry = hedge.Close[today],
            AsOf = series.Days[today],
            Measured = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["hold"] = series.Symbol,
                [line.Beta > 0 ? "sell" : "buy"] = hedge.Symbol,
                ["hedgeRatio"] = Math.Round(Math.Abs(line.Beta), 3),
                ["effectiveness"] = Math.Round(effectiveness, 3),
            },
        };
    }

    /// <summary>The place of the symbol that leaves the least variance over the year up to day <paramref name="t"/>; its line's slope is the hedge ratio.</summary>
    private static int Best(List<Line[]> lines, int t) => Enumerable.Range(0, lines.Count).MinBy(i => lines[i][t].Deviation);
}
