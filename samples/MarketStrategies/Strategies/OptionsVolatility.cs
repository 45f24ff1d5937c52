using System.Globalization;
using QLNet;

namespace MarketStrategies;

/// <summary>
/// Buys a one-month at-the-money straddle when the last month was calm against the last year (ratio of volatilities under 0.8), sells one
/// when it was wild (over 1.25), because volatility returns to its mean. Whether that pays is a question of the premium. The record has no
/// option quotes, so the premium is the value by F. Black and M. Scholes, "The Pricing of Options and Corporate Liabilities", Journal of
/// Political Economy 81 (1973), at a volatility that returns to its mean already: <see cref="VarianceForecast"/>. A premium from the last
/// month alone would be as noisy as the signal and in step with it, and would pay on prices without memory. The ratio is measured by
/// Parkinson's (1980) range where highs and lows were recorded.
/// </summary>
public sealed class OptionsVolatility(IMarketData market) : MarketStrategy(
    market, "options-volatility", "Options on volatility",
    "Buys straddles after a calm month and sells them after a wild one, to expiry in a month.", compares: false)
{
    internal override IEnumerable<Rule> Rules(IReadOnlyList<PriceSeries> market, Terms terms) => market.Select(series => new StraddleRule(series));

    /// <summary>The value of an at-the-money straddle as a fraction of the price, the forward taken for the spot.</summary>
    /// <param name="deviation">The standard deviation of the return to expiry.</param>
    internal static double Premium(double deviation) =>
        new BlackCalculator(new PlainVanillaPayoff(Option.Type.Call, 1), 1, deviation, 1).value()
        + new BlackCalculator(new PlainVanillaPayoff(Option.Type.Put, 1), 1, deviation, 1).value();
}

/// <summary>Straddles on one symbol, bought when it was calm and sold when it was wild.</summary>
internal sealed class StraddleRule(PriceSeries series) : Rule(series, VarianceForecast.FirstDay, VarianceForecast.Month)
{
    private const int Year = 252;
    private const double Calm = 0.8;
    private const double Wild = 1.25;

    /// <summary>What selling takes beside the premium, as a fraction of the notional: the strategy-based margins of the Cboe Margin Manual.</summary>
    private const double IndexMargin = 0.15;
    private const double StockMargin = 0.20;

    private readonly VarianceForecast _forecast = new(series.Returns);

    internal override Position Hold(int day, int side) =>
        new Straddle(Subject, side, OptionsVolatility.Premium(_forecast.Volatility(day) * Math.Sqrt(Horizon)));

    internal override double Capital(Position held, double position, int today, int side)
    {
        var premium = ((Straddle)held).Premium;
        return position * (side > 0 ? premium : premium + (Subject.IsIndex ? IndexMargin : StockMargin));
    }

    internal override string Why(int today, int side) => string.Create(
        CultureInfo.InvariantCulture, $"The last month was {(side > 0 ? "calm" : "wild")}: its volatility is {Ratio(today):0.00} times that of the year");

    internal override IReadOnlyDictionary<string, object> Measure(int today, int side) => new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["strike"] = Math.Round(Subject.Close[today], 4),
        ["optionExpiry"] = TradingCalendar.Advance(Subject, Subject.Days[today], Replay.Delay + Horizon),
        ["premium"] = Math.Round(((Straddle)Hold(today, side)).Premium * Subject.Close[today], 4),
        ["forecastVolatility"] = Math.Round(_forecast.Volatility(today) * Math.Sqrt(Volatility.TradingDays), 4),
        ["volatilityRatio"] = Math.Round(Ratio(today), 3),
    };

    private protected override int Signal(int day) => Ratio(day) switch
    {
        < Calm => 1,
        > Wild => -1,
        _ => 0,
    };

    private double Ratio(int t) => Subject.HasRange
        ? Volatility.Parkinson(Subject.High, Subject.Low, t, Horizon) / Volatility.Parkinson(Subject.High, Subject.Low, t, Year)
        : Volatility.CloseToClose(Subject.Returns, t, Horizon) / Volatility.CloseToClose(Subject.Returns, t, Year);
}
