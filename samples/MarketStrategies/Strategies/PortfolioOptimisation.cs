using MathNet.Numerics.LinearAlgebra;

namespace MarketStrategies;

/// <summary>
/// Weighs the symbols of a market without short sales, in two ways: least variance, and most return for the variance. H. Markowitz, "Portfolio
/// Selection", Journal of Finance 7 (1952). Means and covariances come from the two years before; weights that would be negative are taken
/// out and the rest solved again. In the history the weights were set anew each month and held. Profit: position times the mean month of that
/// portfolio; confidence: Wilson bound of the share of months with a gain; capital: the volatility-sized position.
/// </summary>
public sealed class PortfolioOptimisation(IMarketData market) : MarketStrategy(market, "portfolio-optimisation", "Portfolio optimisation")
{
    private const int TwoYears = 504;
    private const int Month = 21;
    private const int ShownWeights = 10;

    private static readonly (string Name, Func<Vector<double>, Vector<double>> Target)[] Objectives =
    [
        ("min-variance", means => Vector<double>.Build.Dense(means.Count, 1)),
        ("max-sharpe", means => means),
    ];

    private protected override int Steps(IReadOnlyList<PriceSeries> market) => Objectives.Length;

    private protected override IEnumerable<Finding?> Examine(IReadOnlyList<PriceSeries> market, double account) =>
        Objectives.Select(o => Portfolio(o.Name, o.Target, market, account));

    private static Finding? Portfolio(string name, Func<Vector<double>, Vector<double>> target, IReadOnlyList<PriceSeries> market, double account)
    {
        var today = market[0].Today;
        var months = new List<double>();
        for (var t = TwoYears; t + Month <= today; t += Month)
        {
            if (Weights(market, t, target) is { } then) months.Add(then.Select((w, i) => w * market[i].Return(t, t + Month)).Sum());
        }

        var record = TrackRecord.Of(months);
        if (!record.Pays || Weights(market, today, target) is not { } weights) return null;
        var (_, covariance) = Moments(market, today, Sizing.RecentDays);
        var volatility = Math.Sqrt(weights * covariance * weights);
        return new Finding($"{market[0].Market}:{name}", market[0].Market, record, Month, Sizing.Position(account, volatility, Month), volatility)
        {
            AsOf = market[0].Days[today],
            Measured = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["weights"] = weights.EnumerateIndexed().Where(w => w.Item2 > 0).OrderByDescending(w => w.Item2).Take(ShownWeights)
                    .ToDictionary(w => market[w.Item1].Symbol, w => Math.Round(w.Item2, 4), StringComparer.Ordinal),
            },
        };
    }

    private static Vector<double>? Weights(IReadOnlyList<PriceSeries> market, int t, Func<Vector<double>, Vector<double>> target)
    {
        var (means, covariance) = Moments(market, t, TwoYears);
        return LongOnly(covariance, target(means));
    }

    /// <summary>Solves Σ w = target for the symbols whose weight is positive and scales the weights to one; <c>null</c> when no symbol is left.</summary>
    internal static Vector<double>? LongOnly(Matrix<double> covariance, Vector<double> target)
    {
        List<int> kept = [.. Enumerable.Range(0, target.Count)];
        while (kept.Count > 0)
        {
            var part = Matrix<double>.Build.Dense(kept.Count, kept.Count, (i, j) => covariance[kept[i], kept[j]]);
            var solution = part.Cholesky().Solve(Vector<double>.Build.Dense(kept.Count, i => target[kept[i]]));
            if (solution.All(w => w > 0))
            {
                var weights = Vector<double>.Build.Dense(target.Count);
                for (var i = 0; i < kept.Count; i++) weights[kept[i]] = solution[i] / solution.Sum();
                return weights;
            }

            kept = [.. kept.Where((_, i) => solution[i] > 0)];
        }

        return null;
    }

    private static (Vector<double> Means, Matrix<double> Covariance) Moments(IReadOnlyList<PriceSeries> market, int t, int days)
    {
        var returns = Matrix<double>.Build.Dense(days, market.Count, (d, i) => market[i].Returns[t - days + 1 + d]);
        var means = returns.ColumnSums() / days;
        var centred = Matrix<double>.Build.Dense(days, market.Count, (d, i) => returns[d, i] - means[i]);
        return (means, centred.TransposeThisAndMultiply(centred) / (days - 1));
    }
}
