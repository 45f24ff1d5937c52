using MathNet.Numerics.LinearAlgebra;

namespace ScanConsole.Tests.Strategies;

public sealed class MarketStrategyTests
{
    [Theory]
    [InlineData("pairs-trading")]
    [InlineData("statistical-arbitrage")]
    [InlineData("market-making")]
    [InlineData("funding-carry")]
    [InlineData("hedging")]
    [InlineData("portfolio-optimisation")]
    public async Task Fails_with_a_reason_when_there_are_no_two_symbols_of_one_market(string id)
    {
        var run = () => StrategyRun.Strategy(id).OpportunitiesAsync(ScanParameters.Empty.With("symbol", "IBM", "DAX", "SPX"));

        (await run.Should().ThrowAsync<StrategyException>()).Which.Should().Match<StrategyException>(e => e.Code.Equals("too_few_symbols", StringComparison.Ordinal) && e.Message.Contains("IBM", StringComparison.Ordinal));
    }

    [Fact]
    public void Least_variance_weighs_independent_symbols_by_the_inverse_of_theirs()
    {
        var covariance = Matrix<double>.Build.DenseOfDiagonalArray([1, 4]);

        PortfolioOptimisation.LongOnly(covariance, Vector<double>.Build.Dense(2, 1))!.ToArray().Should().Equal([0.8, 0.2], (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void A_symbol_that_would_be_sold_short_is_left_out()
    {
        // Nearly the same but the second is wilder: the unconstrained solution is (4 - 1.9, 1 - 1.9).
        var covariance = Matrix<double>.Build.DenseOfArray(new[,] { { 1, 1.9 }, { 1.9, 4 } });

        PortfolioOptimisation.LongOnly(covariance, Vector<double>.Build.Dense(2, 1))!.ToArray().Should().Equal(1, 0);
    }

    [Fact]
    public void A_market_that_only_lost_has_no_portfolio() =>
        PortfolioOptimisation.LongOnly(Matrix<double>.Build.DenseIdentity(2), Vector<double>.Build.DenseOfArray([-1, -1])).Should().BeNull();
}
