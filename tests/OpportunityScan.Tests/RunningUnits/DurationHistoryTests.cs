using OpportunityScan.Running;

namespace OpportunityScan.Tests.RunningUnits;

public sealed class DurationHistoryTests
{
    private static readonly StrategyId Momentum = new("momentum");
    private readonly DurationHistory _history = new();

    [Fact]
    public void Nothing_is_expected_of_a_strategy_that_never_ran() => _history.Expected(Momentum).Should().BeNull();

    [Fact]
    public void The_first_run_is_what_is_expected_of_the_second()
    {
        _history.Record(Momentum, TimeSpan.FromSeconds(9));

        _history.Expected(Momentum).Should().Be(TimeSpan.FromSeconds(9));
        _history.Expected(new StrategyId("funding")).Should().BeNull();
    }

    [Fact]
    public void Each_further_run_weighs_three_tenths()
    {
        _history.Record(Momentum, TimeSpan.FromSeconds(10));
        _history.Record(Momentum, TimeSpan.FromSeconds(20));

        _history.Expected(Momentum).Should().Be(TimeSpan.FromSeconds(13));
    }

    [Fact]
    public void A_lasting_change_is_followed_within_a_few_runs_and_an_outlier_is_not()
    {
        _history.Record(Momentum, TimeSpan.FromSeconds(10));
        _history.Record(Momentum, TimeSpan.FromSeconds(100));
        _history.Expected(Momentum).Should().BeLessThan(TimeSpan.FromSeconds(50));

        for (var i = 0; i < 7; i++) _history.Record(Momentum, TimeSpan.FromSeconds(100));
        _history.Expected(Momentum).Should().BeGreaterThan(TimeSpan.FromSeconds(90));
    }
}
