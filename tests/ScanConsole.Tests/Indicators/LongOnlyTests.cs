using MathNet.Numerics.LinearAlgebra;

namespace ScanConsole.Tests.Indicators;

public sealed class LongOnlyTests
{
    private static double[] Weights(double[,] covariance, params double[] target) =>
        LongOnly.Weights(Matrix<double>.Build.DenseOfArray(covariance), Vector<double>.Build.DenseOfArray(target))!.ToArray();

    [Fact]
    public void Least_variance_weighs_independent_symbols_by_the_inverse_of_theirs() =>
        Weights(new[,] { { 1d, 0 }, { 0, 4 } }, 1, 1).Should().Equal([0.8, 0.2], (a, b) => Math.Abs(a - b) < 1e-12);

    [Fact]
    public void A_symbol_that_would_be_sold_short_is_left_out() =>
        Weights(new[,] { { 1, 1.9 }, { 1.9, 4 } }, 1, 1).Should().Equal(1, 0);

    [Fact]
    public void A_market_that_only_lost_has_no_portfolio() =>
        LongOnly.Weights(Matrix<double>.Build.DenseIdentity(2), Vector<double>.Build.DenseOfArray([-1, -1])).Should().BeNull();

    [Fact]
    public void What_never_moved_is_left_out_and_twins_are_no_trouble()
    {
        Weights(new[,] { { 1d, 0 }, { 0, 0 } }, 1, 1).Should().Equal(1, 0);
        Weights(new[,] { { 1d, 1 }, { 1, 1 } }, 1, 1).Sum().Should().BeApproximately(1, 1e-9);
    }

    [Fact]
    public void No_weights_without_short_sales_do_better()
    {
        var chance = new Random(17);
        for (var round = 0; round < 50; round++)
        {
            var n = 2 + (round % 9);
            var factor = Matrix<double>.Build.Dense(n, n, (_, _) => chance.NextDouble() - 0.3);
            var covariance = (factor * factor.Transpose()) + (0.01 * Matrix<double>.Build.DenseIdentity(n));
            var target = Vector<double>.Build.Dense(n, _ => chance.NextDouble() - 0.2);
            if (LongOnly.Weights(covariance, target) is not { } weights) continue;

            weights.Sum().Should().BeApproximately(1, 1e-9);
            weights.Minimum().Should().BeGreaterThanOrEqualTo(0);

            // The conditions of Kuhn and Tucker: what is held gains the same at the margin, what is not held gains no more.
            var scale = (target * weights) / (weights * covariance * weights);
            var gain = target - (scale * (covariance * weights));
            for (var i = 0; i < n; i++)
            {
                gain[i].Should().BeLessThan(1e-8);
                if (weights[i] > 0) gain[i].Should().BeApproximately(0, 1e-8);
            }
        }
    }
}
