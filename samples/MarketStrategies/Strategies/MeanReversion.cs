using System.Globalization;

namespace MarketStrategies;

/// <summary>
/// Buys what is oversold (14-day RSI under 30) and sells what is overbought (over 70), for five days.
/// J. Welles Wilder, New Concepts in Technical Trading Systems (1978), for the index and its levels.
/// </summary>
public sealed class MeanReversion(IMarketData market) : DirectionalStrategy(
    market, "mean-reversion", "Mean reversion",
    "Buys what is oversold and sells what is overbought by the 14-day RSI, for five days.", new RsiSignal());

/// <summary>Wilder's relative strength index at its customary levels.</summary>
internal sealed class RsiSignal : ISignal
{
    private const int Period = 14;
    private const double Oversold = 30;
    private const double Overbought = 70;

    /// <summary>Wilder's smoothing forgets slowly: after ten periods the first days weigh less than one in a thousand.</summary>
    public int FirstDay => Period * 10;

    public int Horizon => 5;

    public Func<int, int> On(PriceSeries series)
    {
        var rsi = Rsi.Of(series.Close, Period);
        return t => rsi[t] switch
        {
            < Oversold => 1,
            > Overbought => -1,
            _ => 0,
        };
    }

    public IReadOnlyDictionary<string, object> Measure(PriceSeries series, int day) =>
        new Dictionary<string, object>(StringComparer.Ordinal) { ["rsi"] = Math.Round(Rsi.Of(series.Close, Period)[day], 1) };

    public string Why(PriceSeries series, int day, int side) => string.Create(
        CultureInfo.InvariantCulture, $"{(side > 0 ? "Oversold" : "Overbought")}: the 14-day RSI is {Rsi.Of(series.Close, Period)[day]:0}");
}
