namespace ScanConsole.Tests.Studies;

public sealed class TrackRecordTests
{
    [Fact]
    public void Confidence_is_the_lower_Wilson_bound()
    {
        // 8 of 10 at z = 1.6449: (0.8 + 0.135285 - 1.6449 * sqrt((0.16 + 0.0676425) / 10)) / 1.27057.
        new TrackRecord(10, 8, 0.01).Confidence.Should().BeApproximately(0.5408, 1e-4);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 0)]
    [InlineData(5, 5)]
    [InlineData(100_000, 100_000)]
    public void Confidence_stays_between_0_and_1(int trades, int hits) => new TrackRecord(trades, hits, 0).Confidence.Should().BeInRange(0, 1);

    [Fact]
    public void The_same_rate_over_more_trades_is_surer() =>
        new TrackRecord(100, 60, 0).Confidence.Should().BeGreaterThan(new TrackRecord(10, 6, 0).Confidence);

    [Fact]
    public void Four_trades_say_nothing_however_well_they_paid()
    {
        TrackRecord.Of([1, 1, 1, 1]).Pays.Should().BeFalse();
        TrackRecord.Of([1, 1, 1, 1, 1]).Pays.Should().BeTrue();
        TrackRecord.Of([1, 1, 1, 1, -5]).Pays.Should().BeFalse("they lost on average");
    }

    [Fact]
    public void A_study_takes_trades_of_todays_side_that_do_not_overlap_and_have_ended()
    {
        // Signals:  day 0  1  2  3  4   5  6  7  8
        int[] sides = [1, 1, 1, 0, -1, 1, 0, 1, 1];
        var trades = new List<(int From, int To)>();

        SignalStudy.Of(t => sides[t], first: 0, today: 8, horizon: 2, (from, to) =>
        {
            trades.Add((from, to));
            return 0;
        });

        trades.Should().Equal((0, 2), (2, 4), (5, 7));
    }

    [Fact]
    public void Without_a_signal_today_there_is_nothing_to_study() =>
        SignalStudy.Of(t => t == 5 ? 0 : 1, 0, 5, 1, (_, _) => 1).Should().Be(default(TrackRecord));

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
