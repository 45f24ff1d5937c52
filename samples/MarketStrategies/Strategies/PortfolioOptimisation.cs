using MathNet.Numerics.LinearAlgebra;

namespace MarketStrategies;

/// <summary>
/// Weighs the symbols of a market without short sales, in two ways: least variance, and most return beyond cash for the risk. H. Markowitz,
/// "Portfolio Selection", Journal of Finance 7 (1952), and W. F. Sharpe, "Mutual Fund Performance", Journal of Business 39 (1966). Means and
/// covariances come from the two years before; in the history the weights were set anew each month and held.
/// </summary>
public sealed class PortfolioOptimisation(IMarketData market) : MarketStrategy(
    market, "portfolio-optimisation", "Portfolio optimisation",
    "Weighs the symbols of a market for least variance or highest Sharpe ratio, for a month.", compares: true)
{
    internal override IEnumerable<Rule> Rules(IReadOnlyList<PriceSeries> market, Terms terms) =>
    [
        new PortfolioRule("min-var", market, means => Vector<double>.Build.Dense(means.Count, 1)),
        new PortfolioRule("max-sharpe", market, means => means - terms.Cash(1)),
    ];
}

/// <summary>All symbols of a market, weighed anew each month.</summary>
internal sealed class PortfolioRule(string objective, IReadOnlyList<PriceSeries> market, Func<Vector<double>, Vector<double>> target)
    : Rule(market[0], TwoYears, horizon: 21)
{
    private const int TwoYears = 504;

    internal override string SymbolOn(int day) => $"{Subject.Market}:{objective}";

    internal override IEnumerable<string> About => market.Select(s => s.Symbol);

    internal override string HoldingName => "holding all in equal parts";

    internal override Position? Hold(int day, int side) => Weights(day) is { } weights ? Basket.Of(weights.Select((w, i) => new Leg(market[i], w))) : null;

    internal override double Holding(int fill, int exit) => market.Average(s => s.Return(fill, exit));

    internal override Side Direction(int side) => Side.Buy;

    internal override string Why(int today, int side) =>
        $"{Weights(today)!.Count(w => w > 0)} of {market.Count} symbols weighed for {(objective.StartsWith("min", StringComparison.Ordinal) ? "least variance" : "the highest Sharpe ratio")} over two years";

    internal override IReadOnlyDictionary<string, object> Measure(int today, int side) => new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["weights"] = Weights(today)!.EnumerateIndexed().Where(w => w.Item2 > 0).OrderByDescending(w => w.Item2)
            .ToDictionary(w => market[w.Item1].Symbol, w => Math.Round(w.Item2, 4), StringComparer.Ordinal),
    };

    private protected override int Signal(int day) => 1;

    private Vector<double>? Weights(int day)
    {
        var (means, covariance) = Moments(market, day, TwoYears);
        return LongOnly.Weights(covariance, target(means));
    }

    /// <summary>Means and covariances of the returns of the last days.</summary>
    internal static (Vector<double> Means, Matrix<double> Covariance) Moments(IReadOnlyList<PriceSeries> market, int t, int days)
    {
        var returns = Matrix<double>.Build.Dense(days, market.Count, (d, i) => market[i].Returns[t - days + 1 + d]);
        var means = returns.ColumnSums() / days;
        var centred = Matrix<double>.Build.Dense(days, market.Count, (d, i) => returns[d, i] - means[i]);
        return (means, centred.TransposeThisAndMultiply(centred) / (days - 1));
    }
}
