using MathNet.Numerics.LinearAlgebra;

namespace ScanConsole.Tests.Indicators;

public sealed class FactorsTests
{
    [Fact]
    public void A_residual_that_keeps_returning_is_told_from_one_that_grows()
    {
        // The running sums are 8, 4, 2, 1 and so on, each half of the one before with a little on top, and then again.
        double[] path = [8, 4.1, 2, 0.9, 0.6, 8, 3.9, 2.1, 1, 0.4, 0.3];
        var returning = path.Select((x, t) => t == 0 ? x : x - path[t - 1]).ToArray();
        var growing = Enumerable.Range(1, 11).Select(t => (double)t).ToArray();

        Fit.Of(Vector<double>.Build.DenseOfArray(returning), []).DaysToReturn.Should().BeInRange(0, 3);
        Fit.Of(Vector<double>.Build.DenseOfArray(growing), []).DaysToReturn.Should().Be(double.PositiveInfinity);
    }

    [Theory]
    [InlineData(-2, 5, 1)]
    [InlineData(2, 5, -1)]
    [InlineData(1.2, 5, 0)]
    [InlineData(2, 31, 0)]
    public void The_side_is_against_a_far_residual_that_returns_in_time(double score, double days, int side) => new Fit(score, days, []).Side.Should().Be(side);

    [Fact]
    public void One_common_driver_is_one_factor()
    {
        var chance = new Random(3);
        var returns = Matrix<double>.Build.Dense(260, 5);
        for (var t = 0; t < 260; t++)
        {
            var common = chance.NextDouble() - 0.5;
            for (var i = 0; i < 5; i++) returns[t, i] = ((i + 1) * common) + (0.01 * (chance.NextDouble() - 0.5));
        }

        var factors = Factors.Of(returns, 259);

        factors.Count.Should().Be(1);
        factors.Fits(259).Should().HaveCount(5).And.OnlyContain(f => f.Hedge.Length == 5);
    }

    [Fact]
    public void A_symbol_that_never_moves_has_no_part_in_factors()
    {
        var chance = new Random(4);
        var returns = Matrix<double>.Build.Dense(260, 3, (_, i) => i == 1 ? 0 : chance.NextDouble() - 0.5);

        var fits = Factors.Of(returns, 259).Fits(259);

        fits.Should().HaveCount(3).And.OnlyContain(f => f.Hedge[1] == 0 && double.IsFinite(f.Score));
        Factors.Of(Matrix<double>.Build.Dense(260, 3), 259).Fits(259).Should().OnlyContain(f => f.Side == 0);
    }
}
