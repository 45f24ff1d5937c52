using OpportunityScan.State;
using static OpportunityScan.Tests.State.SampleStates;

namespace OpportunityScan.Tests.State;

public sealed class ScanMachineTests
{
    [Fact]
    [Trait("Incident", "A6")]
    public void A_new_scan_is_queued_with_every_strategy_pending()
    {
        var scan = ScanMachine.Create(SamplePlan.Two, Now);

        scan.Should().BeEquivalentTo(new { Status = ScanStatus.Queued, Version = 1L, Attempt = 0, DueAt = Now, CreatedAt = Now, ExpiresAt = (DateTimeOffset?)null });
        scan.Outcomes.Select(o => (o.Strategy.Value, o.Status)).Should().Equal(("first", StrategyStatus.Pending), ("second", StrategyStatus.Pending));
    }

    [Fact]
    public void The_first_claim_starts_the_deadline()
    {
        var claimed = Apply(Stand.Queued, Happening.Claimed);

        claimed.Should().BeEquivalentTo(new
        {
            Attempt = 1,
            Lapses = 0,
            Worker = "another",
            StartedAt = Now,
            DeadlineAt = Now + SamplePlan.Deadline,
            DueAt = Now + SamplePlan.Lease,
        });
    }

    [Fact]
    [Trait("Incident", "D6")]
    public void A_takeover_keeps_what_is_settled_and_what_was_found_and_the_deadline()
    {
        var before = Of(Stand.Lapsed);
        var taken = ScanMachine.Apply(before, SampleEvents.Of(Happening.Claimed, before)).State;

        taken.Should().BeEquivalentTo(new { Attempt = before.Attempt + 1, Lapses = before.Lapses + 1, Sequence = 0, before.StartedAt });
        taken.Outcomes[0].Should().BeSameAs(before.Outcomes[0]);
        taken.Outcomes[1].Should().Be(before.Outcomes[1] with { Status = StrategyStatus.Pending });
    }

    [Fact]
    public void A_release_is_due_at_once_and_its_claim_counts_no_lapse()
    {
        var released = Apply(Stand.Leased, Happening.Released);
        var claimed = ScanMachine.Apply(released, new ScanEvent.Claimed("another", "token", SamplePlan.Lease, Now)).State;

        released.Should().BeEquivalentTo(new { DueAt = Now, Worker = (string?)null });
        released.Outcomes[1].Should().BeEquivalentTo(new { Status = StrategyStatus.Pending, Found = 1 });
        claimed.Should().BeEquivalentTo(new { Attempt = 2, Lapses = 0 });
    }

    [Fact]
    public void A_renewal_moves_the_lease_and_nothing_that_a_reader_sees()
    {
        var before = Of(Stand.Lapsed);

        var renewed = ScanMachine.Apply(before, SampleEvents.Of(Happening.Renewed, before)).State;

        renewed.DueAt.Should().Be(Now + SamplePlan.Lease);
        (renewed with { DueAt = before.DueAt }).Should().Be(before);
    }

    [Fact]
    public void A_lease_without_end_reaches_to_the_end_of_time()
    {
        ScanMachine.Apply(Of(Stand.Queued), new ScanEvent.Claimed("worker", "token", TimeSpan.MaxValue, Now)).State.DueAt.Should().Be(DateTimeOffset.MaxValue);
        ScanMachine.Apply(Of(Stand.Queued), new ScanEvent.Claimed("worker", "token", TimeSpan.MinValue, Now)).State.DueAt.Should().Be(DateTimeOffset.MinValue);
    }

    [Fact]
    public void A_commit_without_changes_renews_the_lease()
    {
        var before = Of(Stand.Lapsed);
        var after = ScanMachine.Apply(before, Commit(before, before.Sequence + 1, null) with { Changes = default });

        after.IsAccepted.Should().BeTrue();
        after.State.Should().BeEquivalentTo(new { DueAt = Now + SamplePlan.Lease, Version = before.Version + 1, Sequence = before.Sequence + 1 });
    }

    [Fact]
    public void An_end_without_a_known_cause_is_refused()
    {
        var before = Of(Stand.Leased);
        var settled = new OutcomeChange(1, HalfWay(before) with { Status = StrategyStatus.Failed });

        ScanMachine.Apply(before, Commit(before, before.Sequence + 1, (EndCause)99, settled)).Ignored.Should().Be(Ignored.InvalidEnd);
    }

    [Fact]
    public void Of_two_changes_of_one_strategy_in_a_commit_the_last_counts()
    {
        var before = Of(Stand.Leased);
        var (running, settled) = (HalfWay(before), HalfWay(before) with { Status = StrategyStatus.Failed });

        var after = ScanMachine.Apply(before, Commit(before, before.Sequence + 1, null, new OutcomeChange(1, running), new OutcomeChange(1, settled)));

        after.State.Outcomes[1].Should().BeSameAs(settled);
    }

    [Fact]
    public void A_scan_canceled_in_the_queue_skips_every_strategy_and_says_why()
    {
        var canceled = Of(Stand.CanceledInQueue);

        canceled.Should().BeEquivalentTo(new { EndCause = EndCause.CancelRequested, EndedAt = Now, CancelRequestedAt = Now, DueAt = (DateTimeOffset?)null });
        canceled.Outcomes.Should().OnlyContain(o => o.Status == StrategyStatus.Skipped && o.ErrorCode == StrategyErrorCodes.ScanCanceled && o.Message != null);
    }

    [Fact]
    [Trait("Incident", "B5")]
    public void Retention_counts_from_the_end()
    {
        foreach (var stand in Enum.GetValues<Stand>())
        {
            var state = Of(stand);
            state.ExpiresAt.Should().Be(state.Status.IsTerminal() ? Now + state.Plan.Retention : null);
        }
    }

    private static ScanState Apply(Stand stand, Happening happening) => ScanMachine.Apply(Of(stand), SampleEvents.Of(happening, Of(stand))).State;
}
