using MathNet.Numerics.Statistics;

namespace MarketStrategies;

/// <summary>
/// How large a position is and how risky: the same rule in every strategy. A position is as large as makes its one-sigma move over the
/// horizon cost 1 % of the account (the "percent volatility" model of Van K. Tharp, Trade Your Way to Financial Freedom, 1998), at most the account.
/// </summary>
internal static class Sizing
{
    private const double RiskPerPosition = 0.01;

    /// <summary>The days of recent returns from which a position's volatility is measured: a quarter.</summary>
    internal const int RecentDays = 63;

    /// <summary>The position in USD.</summary>
    /// <param name="account">What there is, in USD.</param>
    /// <param name="dailyVolatility">The standard deviation of the position's daily returns.</param>
    /// <param name="horizon">How many days it is held.</param>
    internal static double Position(double account, double dailyVolatility, int horizon) =>
        dailyVolatility <= 0 ? account : Math.Min(account, account * RiskPerPosition / (dailyVolatility * Math.Sqrt(horizon)));

    /// <summary>The standard deviation of a position's daily returns in the last quarter.</summary>
    internal static double Volatility(Position position, int today) => position.Recent(today, RecentDays).StandardDeviation();

    /// <summary>
    /// The risk level by annualised volatility: low under 15 %, medium under 25 %, high under 40 %. In the recorded prices these are roughly
    /// hedged books, indices, single stocks, and what moves more than most stocks.
    /// </summary>
    internal static RiskLevel Risk(double dailyVolatility) => (dailyVolatility * Math.Sqrt(MarketStrategies.Volatility.TradingDays)) switch
    {
        < 0.15 => RiskLevel.Low,
        < 0.25 => RiskLevel.Medium,
        < 0.40 => RiskLevel.High,
        _ => RiskLevel.VeryHigh,
    };
}
