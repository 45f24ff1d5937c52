using System.Collections.Immutable;
using MathNet.Numerics.Statistics;

namespace ScanConsole.Tests.Indicators;

/// <summary>Values that others worked out.</summary>
public sealed class PublishedValuesTests
{
    /// <summary>The flow of the Nile at Aswan, 1871 to 1970: data set Nile of R, after G. W. Cobb (1978).</summary>
    private static readonly double[] Nile =
    [
        1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140, 1100, 1210, 1150, 1250, 1260,
        1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845,
        864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890,
        744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
    ];

    /// <summary>
    /// The table that StockCharts publishes for the index. Its closes are printed with two decimals and were more exact in the calculation, which
    /// shifts the index by up to a tenth.
    /// </summary>
    [Fact]
    public void Rsi_is_that_of_the_published_table()
    {
        ImmutableArray<double> close =
        [
            44.34, 44.09, 44.15, 43.61, 44.33, 44.83, 45.10, 45.42, 45.84, 46.08, 45.89, 46.03, 45.61, 46.28, 46.28, 46.00, 46.03, 46.41, 46.22, 45.64,
            46.21, 46.25, 45.71, 46.45, 45.78, 45.35, 44.03, 44.18, 44.22, 44.57, 43.42, 42.66, 43.13,
        ];
        double[] published =
        [
            70.53, 66.32, 66.55, 69.41, 66.36, 57.97, 62.93, 63.26, 56.06, 62.38, 54.71, 50.42, 39.99, 41.46, 41.87, 45.46, 37.30, 33.08, 37.77,
        ];

        Rsi.Of(close)[14..].Should().Equal(published, (ours, theirs) => Math.Abs(ours - theirs) < 0.1);
    }

    /// <summary>statsmodels 0.13.5: <c>adfuller(nile - nile.mean(), maxlag=1, regression='n', autolag=None)</c>.</summary>
    [Fact]
    public void Dickey_Fuller_is_that_of_statsmodels() =>
        DickeyFuller.Of([.. Nile.Select(n => n - Nile.Average())]).Statistic.Should().BeApproximately(-4.0721459590901325, 1e-10);

    /// <summary>
    /// J. G. MacKinnon: −3.34 is the 5 % value of two cointegrated series. The others are of statsmodels 0.13.5: <c>mackinnonp(t, 'c', 2)</c>.
    /// </summary>
    [Theory]
    [InlineData(DickeyFuller.Cointegrated, 0.04946535878273698)]
    [InlineData(-2.0, 0.5285780802451076)]
    [InlineData(-5.0, 0.00016464262671930766)]
    [InlineData(-3.9196135, 0.009318252788335212)]
    [InlineData(0.0, 0.9859002580259643)]
    [InlineData(1.0, 1.0)]
    public void The_p_value_of_cointegration_is_that_of_MacKinnon(double statistic, double p)
    {
        DickeyFuller.Cointegrated.Should().Be(-3.34);
        new DickeyFuller(statistic, 0).PValue.Should().BeApproximately(p, 1e-6);
    }

    /// <summary>4 Φ(0.1) − 2 = 0.159311, by tables; for the price of 100 that is 15.931135.</summary>
    [Fact]
    public void A_straddle_of_a_year_at_20_percent_is_that_of_Black_and_Scholes() =>
        (100 * OptionsVolatility.Premium(0.20)).Should().BeApproximately(15.931135, 1e-6);

    [Fact]
    public async Task Covariances_are_those_of_MathNet()
    {
        var market = (await Trading.Records.MarketsAsync())[0];
        var (means, covariance) = PortfolioRule.Moments(market, market[0].Today, 504);

        foreach (var (i, j) in new[] { (0, 0), (0, 1), (7, 23), (29, 3) })
        {
            var (a, b) = (market[i].Returns[^504..], market[j].Returns[^504..]);
            covariance[i, j].Should().BeApproximately(a.Covariance(b), 1e-15);
            means[i].Should().BeApproximately(a.Mean(), 1e-15);
        }
    }

    /// <summary>The loss that one two-day span in a hundred exceeds, by MathNet's quantile; what a sold future loses is what the other gains.</summary>
    [Fact]
    public void A_margin_counts_the_losses_of_its_side_up_to_today()
    {
        var chance = new Random(3);
        ImmutableArray<double> close = [.. Enumerable.Range(0, 400).Select(t => t == 399 ? 50 : 100 + chance.NextDouble())];
        var series = new PriceSeries("X", "m", [], close);
        var losses = Enumerable.Range(series.Today - 251, 252).Select(t => -series.Return(t - 2, t)).ToList();

        FutureRule.Margin(series, series.Today, 1).Should().Be(losses.Quantile(0.99));
        FutureRule.Margin(series, series.Today, -1).Should().BeApproximately(-losses.Quantile(0.01), 1e-12);
    }
}
