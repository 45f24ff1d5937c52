namespace MarketStrategies;

/// <summary>
/// Buys what has risen, sells what has fallen: the return from twelve months to one month ago, held for a month, when it exceeds one
/// standard deviation of such returns. N. Jegadeesh and S. Titman, "Returns to Buying Winners and Selling Losers", Journal of Finance 48
/// (1993), for the horizons; T. Moskowitz, Y. H. Ooi and L. H. Pedersen, "Time Series Momentum", Journal of Financial Economics 104 (2012),
/// for judging each symbol by itself.
/// </summary>
/// <remarks>Profit, confidence and capital: see <see cref="DirectionalStrategy" />.</remarks>
public sealed class SpotMomentum(IMarketData market) : DirectionalStrategy(market, "spot-momentum", "Spot momentum", new MomentumSignal());

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

    public IReadOnlyDictionary<string, object> Measure(PriceSeries series) => new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["return12to1"] = Math.Round(series.Return(series.Today - Year, series.Today - Month), 4),
        ["strength"] = Math.Round(Strength(series, series.Today), 2),
    };

    private static double Strength(PriceSeries series, int t)
    {
        var deviation = Volatility.CloseToClose(series.Returns, t, Year) * Math.Sqrt(Year - Month);
        return deviation == 0 ? 0 : series.Return(t - Year, t - Month) / deviation;
    }
}
