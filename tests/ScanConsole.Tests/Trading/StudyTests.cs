namespace ScanConsole.Tests.Trading;

public sealed class StudyTests
{
    private static Study Of(params double[] nets) => Study.Of([.. nets.Select((n, i) => new Trade(i, n))], [], [], horizon: 21);

    private static double[] Alternating(int trades, double mean, double deviation) =>
        [.. Enumerable.Range(0, trades).Select(i => mean + (i % 2 == 0 ? deviation : -deviation))];

    [Fact]
    public void The_mean_has_a_standard_error()
    {
        var study = Of(0.01, 0.02, 0.03, -0.06);

        study.Mean.Should().BeApproximately(0, 1e-12);
        study.StandardError.Should().BeApproximately(Math.Sqrt((0.0001 + 0.0004 + 0.0009 + 0.0036) / 3) / 2, 1e-12);
        (study.Trades, study.Hits, study.Worst).Should().Be((4, 3, -0.06));
    }

    [Fact]
    public void Few_trades_say_nothing_however_well_they_paid()
    {
        Of(Alternating(Study.FewestTrades - 2, 0.05, 0.001)).Pays.Should().BeFalse();
        Of(Alternating(Study.FewestTrades, 0.05, 0.001)).Pays.Should().BeTrue();
    }

    [Fact]
    public void A_mean_within_chance_does_not_pay()
    {
        // The 95 % quantile of Student's t with 29 degrees of freedom is 1.6991.
        var error = 0.1 * Math.Sqrt(30d / 29) / Math.Sqrt(30);

        Of(Alternating(30, 1.69 * error, 0.1)).Pays.Should().BeFalse();
        Of(Alternating(30, 1.71 * error, 0.1)).Pays.Should().BeTrue();
        Of(Alternating(30, -1.71 * error, 0.1)).Pays.Should().BeFalse();
    }

    [Fact]
    public void The_expected_return_is_drawn_towards_nothing_by_how_short_the_record_is()
    {
        // 120 months of a prior of 0.3: 10 years weigh 0.9 against 1.
        Of(Alternating(120, 0.02, 0.1)).Expected.Should().BeApproximately(0.02 * 0.9 / 1.9, 1e-12);
        Of(Alternating(12, 0.02, 0.1)).Expected.Should().BeApproximately(0.02 * 0.09 / 1.09, 1e-12);
    }

    [Fact]
    public void Confidence_is_the_share_that_paid_drawn_towards_the_base_rate()
    {
        // Base: 60 of 100 would have paid, which with a hundred at one half gives 0.55. Then 80 of 100 did.
        var unconditional = Enumerable.Range(0, 100).Select(i => new Trade(i, i < 60 ? 0.01 : -0.01)).ToList();
        var signaled = Enumerable.Range(0, 100).Select(i => new Trade(i, i < 80 ? 0.01 : -0.01)).ToList();

        var study = Study.Of(signaled, unconditional, [], horizon: 21);

        study.BaseRate.Should().BeApproximately(0.55, 1e-12);
        study.Confidence.Should().BeApproximately((80 + (100 * 0.55)) / 200, 1e-12);
    }

    [Fact]
    public void Of_nothing_nothing_is_said()
    {
        var study = Of();

        study.Pays.Should().BeFalse();
        (study.Expected, study.Confidence).Should().Be((0, 0.5));
    }

    [Fact]
    public void A_position_risks_one_percent_of_the_account_and_never_exceeds_it()
    {
        Sizing.Position(100_000, dailyVolatility: 0.02, horizon: 25).Should().BeApproximately(1_000 / 0.10, 1e-9);
        Sizing.Position(100_000, dailyVolatility: 0.001, horizon: 1).Should().Be(100_000);
        Sizing.Position(100_000, dailyVolatility: 0, horizon: 1).Should().Be(100_000);
    }

    [Theory]
    [InlineData(0.149, RiskLevel.Low)]
    [InlineData(0.151, RiskLevel.Medium)]
    [InlineData(0.26, RiskLevel.High)]
    [InlineData(0.41, RiskLevel.VeryHigh)]
    public void Risk_follows_annualised_volatility(double annual, RiskLevel risk) => Sizing.Risk(annual / Math.Sqrt(252)).Should().Be(risk);
}
