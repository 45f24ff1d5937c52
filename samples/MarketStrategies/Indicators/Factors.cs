using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearRegression;
using MathNet.Numerics.Statistics;

namespace MarketStrategies;

/// <summary>What is left of one symbol once the factors are taken out: M. Avellaneda and J.-H. Lee (2010), sect. 3 and appendix A.</summary>
/// <param name="Score">How far the residual is from its mean, in standard deviations.</param>
/// <param name="DaysToReturn">The characteristic time of its return to the mean, in days; infinite when it does not return.</param>
/// <param name="Hedge">The weights that reproduce the symbol's factor part.</param>
internal sealed record Fit(double Score, double DaysToReturn, double[] Hedge)
{
    private const double Open = 1.25;

    /// <summary>Half of the estimation window: a slower residual was not seen to return.</summary>
    private const double Slowest = 30;

    /// <summary>1 when the residual is low and returns, −1 when high, else 0.</summary>
    internal int Side => DaysToReturn > Slowest || Math.Abs(Score) < Open ? 0 : -Math.Sign(Score);

    /// <summary>An Ornstein-Uhlenbeck process through the running sum of <paramref name="residuals"/>, fitted as x[t+1] = a + b x[t] + ε.</summary>
    internal static Fit Of(Vector<double> residuals, double[] hedge)
    {
        var path = new double[residuals.Count];
        for (var t = 0; t < path.Length; t++) path[t] = residuals[t] + (t == 0 ? 0 : path[t - 1]);
        var (a, b) = SimpleRegression.Fit(path[..^1], path[1..]);
        if (b is not (> 0 and < 1)) return new Fit(0, double.PositiveInfinity, hedge);

        var noise = path.Skip(1).Select((x, t) => x - a - (b * path[t])).Variance();
        var (mean, deviation) = (a / (1 - b), Math.Sqrt(noise / (1 - (b * b))));
        return new Fit(deviation == 0 ? 0 : (path[^1] - mean) / deviation, -1 / Math.Log(b), hedge);
    }
}

/// <summary>The main factors of a market: principal components of the correlations of a year's returns.</summary>
internal sealed class Factors
{
    /// <summary>The days they are drawn from.</summary>
    internal const int Days = 252;

    private const int ResidualDays = 60;
    private const double Explained = 0.55;

    private readonly Matrix<double> _returns;
    private readonly Matrix<double>? _weights;

    private Factors(Matrix<double> returns, Matrix<double>? weights) => (_returns, _weights) = (returns, weights);

    /// <summary>How many there are.</summary>
    internal int Count => _weights?.ColumnCount ?? 0;

    /// <summary>The factors of the year up to <paramref name="day"/>.</summary>
    internal static Factors Of(Matrix<double> returns, int day)
    {
        var year = returns.SubMatrix(day - Days + 1, Days, 0, returns.ColumnCount);
        var deviations = year.EnumerateColumns().Select(c => c.StandardDeviation()).ToArray();

        // What did not move in the year has no correlations, and no part in a factor.
        var correlations = Correlation.PearsonMatrix(year.ToColumnArrays()).MapIndexed((i, j, c) => double.IsNaN(c) ? (i == j ? 1 : 0) : c);
        var components = correlations.Evd(Symmetricity.Symmetric);

        // Eigenvalues come in ascending order; one component at least stays out, or nothing would be left.
        var (n, count, share) = (returns.ColumnCount, 0, 0d);
        while (count < n - 1 && share < Explained) share += components.EigenValues[n - ++count].Real / n;
        var weights = Matrix<double>.Build.Dense(n, count, (i, k) => deviations[i] > 0 ? components.EigenVectors[i, n - 1 - k] / deviations[i] : 0);
        var moving = weights.EnumerateColumns().Where(c => c.L1Norm() > 0).ToList();
        return new Factors(returns, moving.Count > 0 ? Matrix<double>.Build.DenseOfColumnVectors(moving) : null);
    }

    /// <summary>The residuals of all symbols over the 60 days up to <paramref name="day"/>: one regression on the same factors.</summary>
    internal Fit[] Fits(int day)
    {
        if (_weights is null) return [.. Enumerable.Repeat(new Fit(0, double.PositiveInfinity, new double[_returns.ColumnCount]), _returns.ColumnCount)];
        var window = _returns.SubMatrix(day - ResidualDays + 1, ResidualDays, 0, _returns.ColumnCount);
        var design = Matrix<double>.Build.Dense(ResidualDays, 1, 1).Append(window * _weights);
        var betas = design.QR().Solve(window);
        var residuals = window - (design * betas);
        var hedges = _weights * betas.SubMatrix(1, Count, 0, betas.ColumnCount);
        return [.. residuals.EnumerateColumns().Select((r, i) => Fit.Of(r, hedges.Column(i).ToArray()))];
    }
}
