using OpportunityScan.Ranking;
using static OpportunityScan.Tests.Ranking.OpportunityGen;

namespace OpportunityScan.Tests.Ranking;

public sealed class RankerTests
{
    [Theory]
    [InlineData(1_000, 0.5, 500)]
    [InlineData(0, 1, 0)]
    [InlineData(250, 0, 0)]
    public void The_default_score_is_profit_times_confidence(int profit, double confidence, double score) =>
        DefaultRanker.Instance.Score(Of("IBM") with { ProfitPotential = profit, Confidence = confidence }).Should().Be(score);

    [Fact]
    public void The_default_score_of_the_largest_profit_is_finite() =>
        double.IsFinite(DefaultRanker.Instance.Score(Of("IBM") with { ProfitPotential = decimal.MaxValue })).Should().BeTrue();

    [Fact]
    public void A_delegate_is_a_ranker() => new DelegateRanker(static o => (double)-o.RequiredCapital).Score(Of("IBM") with { RequiredCapital = 7 }).Should().Be(-7);
}
