using MathNet.Numerics.LinearAlgebra;

namespace MarketStrategies;

/// <summary>The weights that are best without short sales.</summary>
internal static class LongOnly
{
    private const double Tolerance = 1e-12;

    /// <summary>What is added to variances, as a share of the largest: two symbols that always move alike can be told apart by no regression.</summary>
    private const double Ridge = 1e-12;

    /// <summary>
    /// Minimises w'Σw / 2 − target'w over w ≥ 0 and scales the weights to one: least variance when the target is all ones, the highest Sharpe
    /// ratio when it is the mean returns beyond cash. By the active set method of C. L. Lawson and R. J. Hanson, Solving Least Squares Problems
    /// (1974), ch. 23. <c>null</c> when no symbol is worth holding.
    /// </summary>
    internal static Vector<double>? Weights(Matrix<double> covariance, Vector<double> target)
    {
        var n = target.Count;
        var weights = Vector<double>.Build.Dense(n);
        var held = new SortedSet<int>();
        for (var round = 0; round < 3 * n; round++)
        {
            var gain = target - (covariance * weights);
            var best = Enumerable.Range(0, n).Where(i => covariance[i, i] > 0 && !held.Contains(i)).DefaultIfEmpty(-1).MaxBy(i => i < 0 ? 0 : gain[i]);
            if (best < 0 || gain[best] <= Tolerance * target.AbsoluteMaximum()) break;
            held.Add(best);
            while (Solve(covariance, target, held) is { } solved)
            {
                var leaving = held.Where(i => solved[i] <= 0).ToList();
                if (leaving.Count == 0)
                {
                    weights = solved;
                    break;
                }

                // As far towards the solution as keeps all weights positive; what falls to nothing is let go.
                var step = leaving.Min(i => weights[i] / (weights[i] - solved[i]));
                weights += step * (solved - weights);
                held.RemoveWhere(i => weights[i] <= Tolerance);
                for (var i = 0; i < n; i++) if (!held.Contains(i)) weights[i] = 0;
                if (held.Count == 0) break;
            }
        }

        return weights.Sum() > 0 ? weights / weights.Sum() : null;
    }

    private static Vector<double> Solve(Matrix<double> covariance, Vector<double> target, SortedSet<int> held)
    {
        int[] places = [.. held];
        var ridge = Ridge * covariance.Diagonal().Maximum();
        var part = Matrix<double>.Build.Dense(places.Length, places.Length, (i, j) => covariance[places[i], places[j]] + (i == j ? ridge : 0));
        var solution = part.Cholesky().Solve(Vector<double>.Build.Dense(places.Length, i => target[places[i]]));
        var weights = Vector<double>.Build.Dense(target.Count);
        for (var i = 0; i < places.Length; i++) weights[places[i]] = solution[i];
        return weights;
    }
}
