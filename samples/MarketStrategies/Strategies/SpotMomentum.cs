using System.Globalization;

namespace MarketStrategies;

/// <summary>
/// Buys what has risen, sells what has fallen: the return from twelve months to one month ago, held for a month, when it exceeds one
/// standard deviation of such returns. N. Jegadeesh and S. Titman, "Returns to Buying Winners and Selling Losers", Journal of Finance 48
/// (1993), for the horizons; T. Moskowitz, Y. H. Ooi and L. H. Pedersen, "Time Series Momentum", Journal of Financial Economics 104 (2012),
/// for judging each symbol by itself.
/// </summary>
public sealed class SpotMomentum(IMarketData market) : DirectionalStrategy(
    market, "spot-momentum", "Spot momentum",
    "Buys what rose and sells what fell from twelve months to one month ago, for a month.", new MomentumSignal());

/// <summary>Twelve months' return without the last month, in standard deviations.</summary>
internal sealed class MomentumSignal : ISignal
{
    private const int Year = 252;
    private const int Month = 21;
    private const double Threshold = 1;

    public int FirstDay => Year;

    public int Horizon => Month;

    public Func<int, int> On(PriceSeries series) => t => Strength(series, t) switch
    {
        > Threshold => 1,
        < -Threshold => -1,
        _ => 0,
    };

    public IReadOnlyDictionary<string, object> Measure(PriceSeries series, int day) => new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["return12to1"] = Math.Round(series.Return(day - Year, day - Month), 4),
        ["strength"] = Math.Round(Strength(series, day), 2),
    };

    public string Why(PriceSeries series, int day, int side) => string.Create(
        CultureInfo.InvariantCulture, $"{(side > 0 ? "Rose" : "Fell")} {Math.Abs(series.Return(day - Year, day - Month)):0 %} from a year to a month ago");

    private static double Strength(PriceSeries series, int t)
    {
        var deviation = Volatility.CloseToClose(series.Returns, t, Year) * Math.Sqrt(Year - Month);
        return deviation == 0 ? 0 : series.Return(t - Year, t - Month) / deviation;
    }
}
