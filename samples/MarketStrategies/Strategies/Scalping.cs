using System.Globalization;

namespace MarketStrategies;

/// <summary>
/// Takes the other side of a day's large move (beyond one standard deviation, as expected on the day before), for a day.
/// B. N. Lehmann, "Fads, Martingales, and Market Efficiency", Quarterly Journal of Economics 105 (1990), and N. Jegadeesh, "Evidence of
/// Predictable Behavior of Security Returns", Journal of Finance 45 (1990), for the reversal; RiskMetrics (1996) for the expected move.
/// </summary>
public sealed class Scalping(IMarketData market) : DirectionalStrategy(
    market, "scalping", "Scalping",
    "Takes the other side of a day's large move, for a day.", new ReversalSignal());

/// <summary>The day's move against what was expected of it.</summary>
internal sealed class ReversalSignal : ISignal
{
    private const double Threshold = 1;

    /// <summary>The decay of 0.94 forgets in about 75 days (RiskMetrics, table 5.7).</summary>
    public int FirstDay => 75;

    public int Horizon => 1;

    public Func<int, int> On(PriceSeries series)
    {
        var expected = Volatility.Ewma(series.Returns);
        return t => Surprise(series, expected, t) switch
        {
            < -Threshold => 1,
            > Threshold => -1,
            _ => 0,
        };
    }

    public IReadOnlyDictionary<string, object> Measure(PriceSeries series, int day) => new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["moveInDeviations"] = Math.Round(Surprise(series, Volatility.Ewma(series.Returns), day), 2),
    };

    public string Why(PriceSeries series, int day, int side) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(side > 0 ? "Fell" : "Rose")} {Math.Abs(Surprise(series, Volatility.Ewma(series.Returns), day)):0.0} times its usual daily move");

    private static double Surprise(PriceSeries series, double[] expected, int t) => expected[t - 1] == 0 ? 0 : series.Returns[t] / expected[t - 1];
}
