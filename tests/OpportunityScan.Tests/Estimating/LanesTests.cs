using CsCheck;
using OpportunityScan.Estimating;
using static OpportunityScan.Estimating.Lanes;

namespace OpportunityScan.Tests.Estimating;

public sealed class LanesTests
{
    private static readonly Gen<Unsettled[]> Many =
        Gen.Select(Gen.Int[0, 100], Gen.Bool, static (s, running) => new Unsettled(s, running)).Array[0, 20];

    [Fact]
    public void Nothing_left_ends_now() => Remaining([], lanes: 3).Should().Be(0);

    [Theory]
    [InlineData(1, 60)]
    [InlineData(2, 40)]
    [InlineData(3, 30)]
    public void Pending_ones_follow_on_as_many_lanes_as_may_run_at_once(int lanes, int seconds) =>
        Remaining([Pending(10), Pending(20), Pending(30)], lanes).Should().Be(seconds);

    [Fact]
    public void Pending_ones_wait_for_the_running_one_that_ends_first() =>
        Remaining([Running(50), Running(5), Pending(10)], lanes: 2).Should().Be(50);

    [Fact]
    public void A_running_one_that_is_about_to_end_frees_its_lane_at_once() =>
        Remaining([Running(0), Pending(10)], lanes: 1).Should().Be(10);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_of_which_nothing_is_known_makes_the_end_unknown(bool running) =>
        Remaining([Running(1), new Unsettled(null, running), Pending(1)], lanes: 4).Should().BeNull();

    [Fact]
    public void It_lies_between_the_longest_one_and_all_in_a_row() =>
        Gen.Select(Many, Gen.Int[1, 5]).Sample((strategies, lanes) =>
        {
            var end = Remaining(strategies, lanes)!.Value;
            var spans = strategies.Select(static s => s.Remaining!.Value).ToArray();
            return end >= spans.DefaultIfEmpty().Max() && end <= spans.Sum();
        });

    [Fact]
    public void With_a_lane_each_it_is_the_longest_one() =>
        Many.Sample(strategies => Remaining(strategies, Math.Max(1, strategies.Length)) == strategies.Select(static s => s.Remaining!.Value).DefaultIfEmpty().Max());

    [Theory]
    [InlineData(null, null, 10)]
    [InlineData(0.0, null, 10)]
    [InlineData(4.0, null, 6)]
    [InlineData(4.0, 0.01, 6)]
    [InlineData(10.0, null, 10)]
    [InlineData(20.0, null, null)]
    public void A_strategy_is_expected_to_take_as_long_as_those_that_took_as_long_as_it_has(double? elapsed, double? progress, int? remaining)
    {
        var before = new Series(8);
        foreach (var value in (double[])[10, 10, 20]) before.Add(value);

        Remaining(before, elapsed, progress).Should().Be(remaining);
    }

    [Fact]
    public void What_a_strategy_says_of_itself_weighs_the_more_the_further_it_is()
    {
        var before = new Series(8);
        before.Add(10);

        Remaining(before, 5, 0.5).Should().Be((0.5 * 5) + (0.5 * 5));
        Remaining(before, 5, 0.2).Should().Be((0.2 * 20) + (0.8 * 5));
        Remaining(before, 5, 1).Should().Be(0);
        Remaining(new Series(8), 5, 0.25).Should().Be(15, "it is all that is known");
        Remaining(new Series(8), 5, 0.01).Should().BeNull("that is next to nothing");
    }

    private static Unsettled Running(int seconds) => new(seconds, IsRunning: true);

    private static Unsettled Pending(int seconds) => new(seconds, IsRunning: false);
}
