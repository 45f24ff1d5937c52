using MathNet.Numerics.Distributions;

namespace MarketStrategies;

/// <summary>
/// Buys a one-month at-the-money straddle when the last month was calm against the last year (ratio of volatilities under 0.8), sells one
/// when it was wild (over 1.25), because volatility returns to its mean. The record has no option quotes, so the premium is the value by
/// F. Black and M. Scholes, "The Pricing of Options and Corporate Liabilities", Journal of Political Economy 81 (1973), at the last month's
/// volatility and no interest; in the history a straddle paid the move to expiry. The ratio is measured by Parkinson's (1980) range where
/// highs and lows were recorded. Profit: notional times the mean of payoff less premium (or the reverse) of equal signals; confidence:
/// Wilson bound of the share that paid; capital: the premium when buying, 20 % of the notional and the premium when selling (the
/// strategy-based margin of the Cboe Margin Manual).
/// </summary>
public sealed class OptionsVolatility(IMarketData market) : SymbolStrategy(market, "options-volatility", "Options on volatility")
{
    private const int Month = 21;
    private const int Year = 252;
    private const double Calm = 0.8;
    private const double Wild = 1.25;
    private const double ShortMargin = 0.20;

    private protected override Finding? Examine(PriceSeries series, double account)
    {
        var today = series.Today;
        var side = Side(series, today);
        var record = SignalStudy.Of(
            t => Side(series, t), Year, today, Month, (from, to) => side * (Math.Abs(series.Return(from, to)) - Premium(series, from)));
        if (!record.Pays) return null;

        var (volatility, premium) = (Volatility.CloseToClose(series.Returns, today, Month), Premium(series, today));
        var notional = Sizing.Position(account, volatility, Month);
        return new Finding(series.Symbol, series.Market, record, Month, notional, volatility)
        {
            Capital = notional * (side > 0 ? premium : ShortMargin + premium),
            Entry = series.Close[today] * premium,
            Exit = series.Close[today] * (premium + (side * record.MeanReturn)),
            AsOf = series.Days[today],
            Measured = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["side"] = side > 0 ? "buy straddle" : "sell straddle",
                ["strike"] = series.Close[today],
                ["volatilityRatio"] = Math.Round(Ratio(series, today), 3),
                ["impliedByHistory"] = Math.Round(volatility * Math.Sqrt(Volatility.TradingDays), 4),
            },
        };
    }

    /// <summary>The value of an at-the-money straddle as a fraction of the price: 2 (2 Φ(σ √T / 2) − 1).</summary>
    internal static double Straddle(double dailyVolatility, int days) => 2 * ((2 * Normal.CDF(0, 1, dailyVolatility * Math.Sqrt(days) / 2)) - 1);

    private static double Premium(PriceSeries series, int t) => Straddle(Volatility.CloseToClose(series.Returns, t, Month), Month);

    private static int Side(PriceSeries series, int t) => Ratio(series, t) switch
    {
        < Calm => 1,
        > Wild => -1,
        _ => 0,
    };

    private static double Ratio(PriceSeries series, int t) => series.HasRange
        ? Volatility.Parkinson(series.High, series.Low, t, Month) / Volatility.Parkinson(series.High, series.Low, t, Year)
        : Volatility.CloseToClose(series.Returns, t, Month) / Volatility.CloseToClose(series.Returns, t, Year);
}
