using System.Collections.Immutable;
using OpportunityScan.State;
using static OpportunityScan.Tests.State.SampleStates;

namespace OpportunityScan.Tests.State;

public sealed class VerdictTests
{
    [Theory]
    [InlineData(EndCause.AllSettled, StrategyStatus.Succeeded, StrategyStatus.Failed, ScanStatus.Completed)]
    [InlineData(EndCause.AllSettled, StrategyStatus.Failed, StrategyStatus.Failed, ScanStatus.Failed)]
    [InlineData(EndCause.AllSettled, StrategyStatus.TimedOut, StrategyStatus.Failed, ScanStatus.Failed)]
    [InlineData(EndCause.AllSettled, StrategyStatus.NotApplicable, StrategyStatus.NotApplicable, ScanStatus.Completed)]
    [InlineData(EndCause.AllSettled, StrategyStatus.NotApplicable, StrategyStatus.Succeeded, ScanStatus.Completed)]
    [InlineData(EndCause.AllSettled, StrategyStatus.NotApplicable, StrategyStatus.Failed, ScanStatus.Failed)]
    [InlineData(EndCause.DeadlinePassed, StrategyStatus.Succeeded, StrategyStatus.TimedOut, ScanStatus.TimedOut)]
    [InlineData(EndCause.QueueTimedOut, StrategyStatus.Skipped, StrategyStatus.Skipped, ScanStatus.TimedOut)]
    [InlineData(EndCause.CancelRequested, StrategyStatus.Succeeded, StrategyStatus.Canceled, ScanStatus.Canceled)]
    [InlineData(EndCause.NotRunnable, StrategyStatus.Succeeded, StrategyStatus.Skipped, ScanStatus.TimedOut)]
    [InlineData(EndCause.WorkerStopped, StrategyStatus.Succeeded, StrategyStatus.Canceled, ScanStatus.Canceled)]
    [InlineData(EndCause.AttemptsExhausted, StrategyStatus.Succeeded, StrategyStatus.Failed, ScanStatus.Failed)]
    [Trait("Incident", "B4")]
    public void The_status_follows_from_the_outcomes_and_the_cause(EndCause cause, StrategyStatus first, StrategyStatus second, ScanStatus verdict)
    {
        var strategy = new StrategyId("s");
        ImmutableArray<StrategyOutcome> outcomes = [new() { Strategy = strategy, Status = first }, new() { Strategy = strategy, Status = second }];

        ScanMachine.Verdict(outcomes, cause).Should().Be(verdict);
    }

    [Theory]
    [InlineData(Stand.Leased, null)]
    [InlineData(Stand.Lapsed, null)]
    [InlineData(Stand.Canceling, EndCause.CancelRequested)]
    [InlineData(Stand.Overdue, EndCause.QueueTimedOut)]
    [InlineData(Stand.Exhausted, EndCause.AttemptsExhausted)]
    [Trait("Incident", "D6")]
    public void A_claimed_scan_is_run_unless_it_is_to_be_ended(Stand stand, EndCause? cause) =>
        ScanMachine.EndOnClaim(Of(stand), Now, isRunnable: true).Should().Be(cause);

    [Fact]
    public void A_scan_claimed_after_its_deadline_is_ended() =>
        ScanMachine.EndOnClaim(Of(Stand.Lapsed), Of(Stand.Lapsed).DeadlineAt!.Value, isRunnable: true).Should().Be(EndCause.DeadlinePassed);

    [Fact]
    public void The_wish_to_stop_comes_before_every_other_cause() =>
        ScanMachine.EndOnClaim(Of(Stand.Exhausted) with { CancelRequestedAt = Now }, Now + SamplePlan.Deadline, isRunnable: false).Should().Be(EndCause.CancelRequested);
}
