using System.Collections.Immutable;
using MathNet.Numerics.Statistics;

namespace MarketStrategies;

/// <summary>
/// Trades two symbols whose log prices moved together, when their spread has become two standard deviations wide, for a month: sells the dear
/// one, buys the cheap one. Together means cointegrated over a year that ended a month ago: R. F. Engle and C. W. J. Granger, "Co-Integration
/// and Error Correction", Econometrica 55 (1987); the formation before the trading and the two deviations as in E. Gatev, W. N. Goetzmann and
/// K. G. Rouwenhorst, "Pairs Trading", Review of Financial Studies 19 (2006). No past trade knew its future. Profit: position in both legs
/// times the mean return of the pair's equal signals, whichever leg was dear; confidence: Wilson bound of their hit rate; capital: both legs.
/// </summary>
public sealed class PairsTrading(IMarketData market) : MarketStrategy(market, "pairs-trading", "Pairs trading")
{
    private const int Year = 252;
    private const int Month = 21;
    private const double Wide = 2;

    private protected override int Steps(IReadOnlyList<PriceSeries> market) => market.Count * (market.Count - 1) / 2;

    private protected override IEnumerable<Finding?> Examine(IReadOnlyList<PriceSeries> market, double account)
    {
        var logs = market.Select(s => s.Close.Select(Math.Log).ToImmutableArray()).ToList();
        for (var a = 0; a < market.Count; a++)
        {
            for (var b = a + 1; b < market.Count; b++) yield return Pair(market[a], market[b], logs[a], logs[b], account);
        }
    }

    private static Finding? Pair(PriceSeries first, PriceSeries second, ImmutableArray<double> y, ImmutableArray<double> x, double account)
    {
        var (today, lines) = (first.Today, RollingRegression.Of(x, y, Year));
        var side = Side(lines, x, y, today);
        if (side == 0) return null;

        var record = SignalStudy.Of(
            t => Math.Abs(Side(lines, x, y, t)), Year + Month - 1, today, Month,
            (from, to) => Side(lines, x, y, from) * (y[to] - y[from] - (lines[from - Month].Beta * (x[to] - x[from]))) / (1 + lines[from - Month].Beta));
        if (!record.Pays) return null;

        var line = lines[today - Month];
        var volatility = Enumerable.Range(today - Sizing.RecentDays + 1, Sizing.RecentDays)
            .Select(t => (first.Returns[t] - (line.Beta * second.Returns[t])) / (1 + line.Beta))
            .StandardDeviation();
        return new Finding($"{first.Symbol}/{second.Symbol}", first.Market, record, Month, Sizing.Position(account, volatility, Month), volatility)
        {
            AsOf = first.Days[today],
            Measured = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["buy"] = side > 0 ? first.Symbol : second.Symbol,
                ["sell"] = side > 0 ? second.Symbol : first.Symbol,
                ["hedgeRatio"] = Math.Round(line.Beta, 3),
                ["spreadInDeviations"] = Math.Round(Width(line, x, y, today), 2),
            },
        };
    }

    /// <summary>1 when the first is cheap against the second, −1 when dear, 0 when the spread is narrow or the two do not move together.</summary>
    private static int Side(Line[] lines, ImmutableArray<double> x, ImmutableArray<double> y, int t)
    {
        var line = lines[t - Month];
        if (line.Beta <= 0 || line.Deviation <= 0) return 0;
        var width = Width(line, x, y, t);
        if (Math.Abs(width) < Wide) return 0;

        Span<double> residuals = stackalloc double[Year];
        for (var i = 0; i < Year; i++) residuals[i] = Residual(line, x, y, t - Month - Year + 1 + i);
        return DickeyFuller.Statistic(residuals) < DickeyFuller.Cointegrated ? -Math.Sign(width) : 0;
    }

    private static double Width(Line line, ImmutableArray<double> x, ImmutableArray<double> y, int t) => Residual(line, x, y, t) / line.Deviation;

    private static double Residual(Line line, ImmutableArray<double> x, ImmutableArray<double> y, int t) => y[t] - line.Alpha - (line.Beta * x[t]);
}
