using System.Collections.Immutable;

namespace ScanConsole.Tests.Indicators;

/// <summary>Values worked out by hand from the formulas.</summary>
public sealed class IndicatorTests
{
    [Fact]
    public void Rsi_of_the_first_full_period_is_gains_over_all_moves()
    {
        // The moves are -0.25 +0.06 -0.54 +0.72 +0.50 +0.27 +0.32 +0.42 +0.24 -0.19 +0.14 -0.42 +0.67 +0: gains 3.34, losses 1.40.
        ImmutableArray<double> close = [44.34, 44.09, 44.15, 43.61, 44.33, 44.83, 45.10, 45.42, 45.84, 46.08, 45.89, 46.03, 45.61, 46.28, 46.28];

        var rsi = Rsi.Of(close);

        rsi[13].Should().Be(double.NaN, "a day is missing");
        rsi[14].Should().BeApproximately(100 * 3.34 / (3.34 + 1.40), 1e-9);
    }

    [Fact]
    public void Rsi_is_smoothed_by_one_over_the_period_after_that()
    {
        // Period 2: the first averages are gain 1, loss 0; then a fall of 2 gives gain (1 * 1 + 0) / 2, loss (0 * 1 + 2) / 2.
        Rsi.Of([10, 11, 12, 10], period: 2)[3].Should().BeApproximately(100 * 0.5 / 1.5, 1e-9);
    }

    [Fact]
    public void Rsi_of_a_market_that_only_rises_is_100_and_of_one_that_stands_still_50()
    {
        Rsi.Of([1, 2, 3, 4], period: 2)[^1].Should().Be(100);
        Rsi.Of([1, 1, 1, 1], period: 2)[^1].Should().Be(50);
    }

    [Fact]
    public void Close_to_close_volatility_is_the_sample_deviation()
    {
        // Mean 0.02, squares 0.0001 + 0 + 0.0001, over n - 1 = 2.
        Volatility.CloseToClose([0.5, 0.01, 0.02, 0.03], t: 3, days: 3).Should().BeApproximately(0.01, 1e-12);
    }

    [Fact]
    public void Parkinson_volatility_of_a_constant_range_is_that_range_over_its_factor()
    {
        var high = Enumerable.Repeat(Math.E, 5).ToImmutableArray();
        var low = Enumerable.Repeat(1d, 5).ToImmutableArray();

        Volatility.Parkinson(high, low, t: 4, days: 5).Should().BeApproximately(1 / Math.Sqrt(4 * Math.Log(2)), 1e-12);
    }

    [Fact]
    public void Ewma_volatility_weighs_the_new_square_by_six_percent()
    {
        Volatility.Ewma([0, 0.01, 0.02])[2].Should().BeApproximately(Math.Sqrt((0.94 * 0.0001) + (0.06 * 0.0004)), 1e-12);
    }

    [Fact]
    public void Roll_spread_of_a_price_that_bounces_is_twice_the_root_of_the_covariance()
    {
        // Five pairs (r[t], r[t-1]) of +-1 %: products -0.0001 each, means +0.002 and -0.002 (thrice up, twice down).
        ImmutableArray<double> returns = [0.01, -0.01, 0.01, -0.01, 0.01, -0.01];
        var covariance = ((5 * -0.0001) - (-0.01 * 0.01 / 5)) / 4;

        RollSpread.Of(returns, days: 6)[5].Should().BeApproximately(2 * Math.Sqrt(-covariance), 1e-12);
    }

    [Fact]
    public void Roll_spread_of_a_trend_does_not_exist() => RollSpread.Of([0, 0.01, 0.02, 0.03, 0.04, 0.05], days: 6)[5].Should().BeNull();

    [Fact]
    public void A_rolling_regression_is_the_regression_of_each_window()
    {
        var chance = new Random(7);
        var x = Enumerable.Range(0, 40).Select(_ => chance.NextDouble()).ToImmutableArray();
        var y = x.Select(v => 3 + (2 * v) + (0.1 * chance.NextDouble())).ToImmutableArray();

        var lines = RollingRegression.Of(x, y, days: 10);

        lines[8].Should().Be(default(Line), "the first window is not full");
        for (var t = 9; t < 40; t++)
        {
            var (alpha, beta) = MathNet.Numerics.LinearRegression.SimpleRegression.Fit(x[(t - 9)..(t + 1)].ToArray(), y[(t - 9)..(t + 1)].ToArray());
            lines[t].Alpha.Should().BeApproximately(alpha, 1e-9);
            lines[t].Beta.Should().BeApproximately(beta, 1e-9);
        }
    }

    [Fact]
    public void Dickey_Fuller_tells_a_series_that_returns_from_one_that_wanders()
    {
        var chance = new Random(11);
        var (returning, wandering) = (new double[252], new double[252]);
        for (var t = 1; t < 252; t++)
        {
            var step = chance.NextDouble() - 0.5;
            (returning[t], wandering[t]) = ((0.5 * returning[t - 1]) + step, wandering[t - 1] + step);
        }

        DickeyFuller.Of(returning).Statistic.Should().BeLessThan(DickeyFuller.Cointegrated);
        DickeyFuller.Of(wandering).Statistic.Should().BeGreaterThan(DickeyFuller.Cointegrated);
        DickeyFuller.Of(new double[252]).Statistic.Should().Be(0);
    }

    [Fact]
    public void A_rolling_spread_is_the_spread_of_each_window()
    {
        var chance = new Random(5);
        var returns = Enumerable.Range(0, 60).Select(_ => chance.NextDouble() - 0.5).ToImmutableArray();

        var spreads = RollSpread.Of(returns, days: 20);

        spreads[18].Should().BeNull("the first window is not full");
        for (var t = 19; t < 60; t++)
        {
            var covariance = MathNet.Numerics.Statistics.Statistics.Covariance(returns[(t - 18)..(t + 1)], returns[(t - 19)..t]);
            (spreads[t] ?? 0).Should().BeApproximately(covariance < 0 ? 2 * Math.Sqrt(-covariance) : 0, 1e-9);
        }
    }

    [Fact]
    public void A_forecast_of_a_market_without_memory_is_its_mean_variance_and_of_one_that_alternates_too()
    {
        // Months of 1 % and 3 % a day take turns: what was calm turns wild, which a share from 0 to 1 of the last month cannot say.
        var returns = Enumerable.Range(0, 1_000).Select(t => (t / 21 % 2 == 0 ? 0.01 : 0.03) * (t % 2 == 0 ? 1 : -1)).ToImmutableArray();

        new VarianceForecast(returns).Volatility(945).Should().BeApproximately(Math.Sqrt((0.0001 + 0.0009) / 2), 0.0006);
    }

    [Fact]
    public void A_forecast_returns_to_the_mean_as_fast_as_months_did()
    {
        // Variances that keep 0.8 of their distance from their mean: v' = 0.2 m + 0.8 v, started anew each year.
        var (returns, variance) = (new double[2_000], 0d);
        for (var t = 0; t < returns.Length; t++)
        {
            if (t % 21 == 1) variance = t / 21 % 12 == 0 ? 0.0009 : (0.2 * 0.0002) + (0.8 * variance);
            returns[t] = Math.Sqrt(variance) * (t % 2 == 0 ? 1 : -1);
        }

        // On day 1,533 = 21 * 73 a month has just ended, and the next is no first of a year.
        var last = returns[1_533] * returns[1_533];
        var next = new VarianceForecast([.. returns]).Volatility(1_533);

        (next * next).Should().BeGreaterThan(0.5 * last).And.BeLessThan(last + 0.0002);
    }
}
