using CsCheck;
using static OpportunityScan.Running.EndEstimate;

namespace OpportunityScan.Tests.RunningUnits;

public sealed class EndEstimateTests
{
    private static readonly Gen<Unsettled[]> Many =
        Gen.Select(Gen.Int[0, 100], Gen.Bool, static (s, running) => new Unsettled(TimeSpan.FromSeconds(s), running)).Array[0, 20];

    [Fact]
    public void Nothing_left_ends_now() => Remaining([], lanes: 3).Should().Be(TimeSpan.Zero);

    [Theory]
    [InlineData(1, 60)]
    [InlineData(2, 40)]
    [InlineData(3, 30)]
    public void Pending_ones_follow_on_as_many_lanes_as_may_run_at_once(int lanes, int seconds) =>
        Remaining([Pending(10), Pending(20), Pending(30)], lanes).Should().Be(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Pending_ones_wait_for_the_running_one_that_ends_first() =>
        Remaining([Running(50), Running(5), Pending(10)], lanes: 2).Should().Be(TimeSpan.FromSeconds(50));

    [Fact]
    public void A_running_one_that_is_overdue_frees_its_lane_at_once() =>
        Remaining([Running(0), Pending(10)], lanes: 1).Should().Be(TimeSpan.FromSeconds(10));

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
            return end >= spans.DefaultIfEmpty().Max() && end <= spans.Aggregate(TimeSpan.Zero, static (sum, s) => sum + s);
        });

    [Fact]
    public void With_a_lane_each_it_is_the_longest_one() =>
        Many.Sample(strategies => Remaining(strategies, Math.Max(1, strategies.Length)) == strategies.Select(static s => s.Remaining!.Value).DefaultIfEmpty().Max());

    private static Unsettled Running(int seconds) => new(TimeSpan.FromSeconds(seconds), IsRunning: true);

    private static Unsettled Pending(int seconds) => new(TimeSpan.FromSeconds(seconds), IsRunning: false);
}
