using static OpportunityScan.Tests.Contracts.Outcomes;

namespace OpportunityScan.Tests.Contracts;

public sealed class ScanSnapshotTests
{
    private static readonly DateTimeOffset Now = State.SamplePlan.Start;

    [Theory]
    [InlineData(StrategyStatus.Skipped, StrategyStatus.Skipped, 0, ZeroReason.NoStrategyRan)]
    [InlineData(StrategyStatus.Failed, StrategyStatus.Skipped, 0, ZeroReason.AllFailed)]
    [InlineData(StrategyStatus.TimedOut, StrategyStatus.Failed, 0, ZeroReason.AllFailed)]
    [InlineData(StrategyStatus.Canceled, StrategyStatus.Canceled, 0, ZeroReason.AllFailed)]
    [InlineData(StrategyStatus.Succeeded, StrategyStatus.TimedOut, 0, ZeroReason.FoundNone)]
    [InlineData(StrategyStatus.Succeeded, StrategyStatus.Failed, 3, ZeroReason.AllRejected)]
    [InlineData(StrategyStatus.Failed, StrategyStatus.Failed, 3, ZeroReason.AllRejected)]
    [InlineData(StrategyStatus.NotApplicable, StrategyStatus.NotApplicable, 0, ZeroReason.NoneApplicable)]
    [InlineData(StrategyStatus.NotApplicable, StrategyStatus.Succeeded, 0, ZeroReason.FoundNone)]
    [InlineData(StrategyStatus.NotApplicable, StrategyStatus.Failed, 0, ZeroReason.AllFailed)]
    [Trait("Incident", "B4")]
    [Trait("Incident", "C1")]
    public void A_terminal_scan_without_results_says_why(StrategyStatus first, StrategyStatus second, int rejected, ZeroReason reason) =>
        Snapshot(ScanStatus.Failed, [Of(first), Of(second, rejected: rejected)]).ZeroReason.Should().Be(reason);

    [Fact]
    [Trait("Incident", "C5")]
    public void Seven_timeouts_of_fourteen_with_nothing_found_are_no_plain_success()
    {
        var snapshot = Snapshot(ScanStatus.Completed, [.. Many(7, StrategyStatus.Succeeded), .. Many(7, StrategyStatus.TimedOut)]);

        snapshot.Progress.Should().BeEquivalentTo(new { Total = 14, Settled = 14, Succeeded = 7, TimedOut = 7, Found = 0 });
        snapshot.ZeroReason.Should().Be(ZeroReason.FoundNone);
    }

    [Theory]
    [InlineData(ScanStatus.Queued)]
    [InlineData(ScanStatus.Running)]
    public void An_unfinished_scan_has_no_reason_yet(ScanStatus status) =>
        Snapshot(status, Many(2, StrategyStatus.Pending)).ZeroReason.Should().BeNull();

    [Fact]
    public void A_scan_with_results_needs_no_reason() =>
        Snapshot(ScanStatus.TimedOut, [Of(StrategyStatus.TimedOut, found: 1, rejected: 5)]).ZeroReason.Should().BeNull();

    [Fact]
    public void The_remaining_time_is_unknown_without_an_estimate_never_negative_and_zero_at_the_end()
    {
        var outcomes = Many(1, StrategyStatus.Running);

        Snapshot(ScanStatus.Running, outcomes).RemainingAt(Now).Should().BeNull();
        Snapshot(ScanStatus.Running, outcomes, Estimate(9, null)).RemainingAt(Now).Should().Be(Seconds(9, null));
        Snapshot(ScanStatus.Running, outcomes, Estimate(9, 20)).RemainingAt(Now).Should().Be(Seconds(9, 20));
        Snapshot(ScanStatus.Running, outcomes, Estimate(-9, 20)).RemainingAt(Now).Should().Be(Seconds(0, 20), "it takes longer than half of them do");
        Snapshot(ScanStatus.Running, outcomes, Estimate(-9, null)).RemainingAt(Now).Should().BeNull("it takes longer than expected, and nobody knows how much");
        Snapshot(ScanStatus.Running, outcomes, Estimate(-9, -1)).RemainingAt(Now).Should().BeNull();
        Snapshot(ScanStatus.Failed, outcomes, Estimate(9, 20)).RemainingAt(Now).Should().Be(Seconds(0, 0));
        Snapshot(ScanStatus.Failed, outcomes).RemainingAt(Now).Should().Be(Seconds(0, 0));

        static ScanEstimate Estimate(int p50, int? p90) => new(Now.AddSeconds(p50), p90 is { } far ? Now.AddSeconds(far) : null);
        static DurationEstimate Seconds(int p50, int? p90) => new(TimeSpan.FromSeconds(p50), p90 is { } far ? TimeSpan.FromSeconds(far) : null);
    }

    [Fact]
    public void A_snapshot_without_top_opportunities_has_an_empty_list_and_one_without_a_state_cannot_be_built()
    {
        Snapshot(ScanStatus.Running, []).Top.Should().BeEmpty();
        FluentActions.Invoking(() => new ScanSnapshot(null!, [], null)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void A_summary_counts_what_the_snapshot_counts()
    {
        var snapshot = Snapshot(ScanStatus.Running, [Of(StrategyStatus.Succeeded, found: 2), Of(StrategyStatus.Running, found: 1)]);

        ScanSummary.Of(snapshot.State).Should().Be(new ScanSummary(
            snapshot.Plan, ScanStatus.Running, 1, snapshot.State.CreatedAt, snapshot.State.StartedAt, null, snapshot.Progress));
    }
}
