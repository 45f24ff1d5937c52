using CsCheck;
using static OpportunityScan.Tests.Contracts.Outcomes;

namespace OpportunityScan.Tests.Contracts;

public sealed class ScanProgressTests
{
    [Fact]
    [Trait("Incident", "C5")]
    public void Each_way_to_settle_is_counted_apart()
    {
        var progress = ScanProgress.Of(
        [
            .. Many(1, StrategyStatus.Pending), .. Many(2, StrategyStatus.Running), .. Many(3, StrategyStatus.Succeeded), .. Many(4, StrategyStatus.Failed),
            .. Many(5, StrategyStatus.TimedOut), .. Many(6, StrategyStatus.Canceled), .. Many(7, StrategyStatus.Skipped), .. Many(8, StrategyStatus.NotApplicable),
        ]);

        progress.Should().BeEquivalentTo(new
        {
            Total = 36,
            Settled = 33,
            Done = 20,
            Pending = 1,
            Running = 2,
            Succeeded = 3,
            Failed = 4,
            TimedOut = 5,
            Canceled = 6,
            Skipped = 7,
            NotApplicable = 8,
            Found = 0,
            Rejected = 0,
        });
    }

    [Fact]
    [Trait("Incident", "A6")]
    public void The_total_is_there_before_anything_has_run() =>
        ScanProgress.Of(Many(14, StrategyStatus.Pending)).Should().BeEquivalentTo(new { Total = 14, Settled = 0, Pending = 14, Percentage = 0d });

    [Fact]
    [Trait("Incident", "A6")]
    public void A_scan_of_fourteen_settled_strategies_shows_fourteen_of_fourteen() =>
        ScanProgress.Of(Many(14, StrategyStatus.Succeeded, found: 3)).Should().BeEquivalentTo(new { Total = 14, Settled = 14, Found = 42, Percentage = 100d });

    [Fact]
    public void The_percentage_counts_what_running_strategies_report() =>
        ScanProgress.Of([Of(StrategyStatus.Succeeded, progress: 0.2), Of(StrategyStatus.Running, progress: 0.5), Of(StrategyStatus.Running), Of(StrategyStatus.Pending)])
            .Percentage.Should().Be(37.5);

    [Fact]
    public void What_was_canceled_or_never_ran_is_no_progress() =>
        ScanProgress.Of([Of(StrategyStatus.Succeeded), Of(StrategyStatus.NotApplicable), Of(StrategyStatus.Canceled, progress: 0.5), Of(StrategyStatus.Skipped)])
            .Percentage.Should().Be(62.5);

    [Theory]
    [InlineData(StrategyStatus.Succeeded, true)]
    [InlineData(StrategyStatus.NotApplicable, true)]
    [InlineData(StrategyStatus.Failed, false)]
    [InlineData(StrategyStatus.Skipped, false)]
    public void What_has_nothing_to_say_is_not_missing(StrategyStatus second, bool isWhole) =>
        ScanProgress.Of([Of(StrategyStatus.Succeeded), Of(second)]).IsWhole.Should().Be(isWhole);

    [Fact]
    public void Found_and_rejected_are_sums() =>
        ScanProgress.Of([Of(StrategyStatus.Failed, found: 2, rejected: 1), Of(StrategyStatus.Running, found: 3, rejected: 4)])
            .Should().BeEquivalentTo(new { Found = 5, Rejected = 5 });

    [Fact]
    public void Every_strategy_is_counted_once() =>
        Gen.Enum<StrategyStatus>().Array[0, 50].Sample(statuses =>
        {
            var progress = ScanProgress.Of([.. statuses.Select(s => Of(s))]);
            return progress.Pending + progress.Running + progress.Settled == progress.Total && progress.Total == statuses.Length
                && progress.Settled == statuses.Count(s => s.IsSettled());
        });
}
