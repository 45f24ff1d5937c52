namespace MarketStrategies;

/// <summary>
/// Buys when the price closes above every close of the fifty days before, sells when below, for ten days: the "trading range break" of
/// W. Brock, J. Lakonishok and B. LeBaron, "Simple Technical Trading Rules and the Stochastic Properties of Stock Returns", Journal of
/// Finance 47 (1992).
/// </summary>
public sealed class Breakout(IMarketData market) : DirectionalStrategy(
    market, "breakout", "Breakout",
    "Buys a close above the range of the fifty days before and sells one below, for ten days.", new RangeBreakSignal());

/// <summary>A close outside the range of the closes before.</summary>
internal sealed class RangeBreakSignal : ISignal
{
    private const int Lookback = 50;

    public int FirstDay => Lookback;

    public int Horizon => 10;

    public Func<int, int> On(PriceSeries series) => t =>
    {
        var (low, high) = Range(series, t);
        return series.Close[t] > high ? 1 : series.Close[t] < low ? -1 : 0;
    };

    public IReadOnlyDictionary<string, object> Measure(PriceSeries series, int day)
    {
        var (low, high) = Range(series, day);
        return new Dictionary<string, object>(StringComparer.Ordinal) { ["rangeLow"] = Math.Round(low, 4), ["rangeHigh"] = Math.Round(high, 4) };
    }

    public string Why(PriceSeries series, int day, int side) => $"Closed {(side > 0 ? "above" : "below")} the range of the last fifty days";

    private static (double Low, double High) Range(PriceSeries series, int t)
    {
        var (low, high) = (double.MaxValue, double.MinValue);
        foreach (var close in series.Close.AsSpan(t - Lookback, Lookback)) (low, high) = (Math.Min(low, close), Math.Max(high, close));
        return (low, high);
    }
}
