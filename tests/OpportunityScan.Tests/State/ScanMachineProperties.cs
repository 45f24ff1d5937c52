using System.Collections.Immutable;
using CsCheck;
using OpportunityScan.State;

namespace OpportunityScan.Tests.State;

public sealed class ScanMachineProperties
{
    [Fact]
    public void An_ignored_event_leaves_the_same_state_and_an_accepted_one_another() => EachStep((before, _, after) =>
        after.IsAccepted ? !ReferenceEquals(before, after.State) : ReferenceEquals(before, after.State));

    [Fact]
    public void The_version_rises_by_one_with_every_accepted_event_but_a_renewal() => EachStep((before, happened, after) =>
        after.State.Version == before.Version + (after.IsAccepted && happened is not ScanEvent.Renewed ? 1 : 0));

    [Fact]
    public void A_settled_outcome_never_changes() => EachStep((before, _, after) =>
        before.Outcomes.Zip(after.State.Outcomes).All(pair => !pair.First.IsSettled || ReferenceEquals(pair.First, pair.Second)));

    [Fact]
    [Trait("Incident", "D3")]
    public void A_terminal_state_is_absorbing() => EachStep((before, _, after) =>
        !before.Status.IsTerminal() || after is { IsAccepted: false });

    [Fact]
    [Trait("Incident", "D4")]
    public void Progress_never_decreases() => EachStep((before, _, after) =>
    {
        var (was, now) = (ScanProgress.Of(before.Outcomes), ScanProgress.Of(after.State.Outcomes));
        return after.State.Status >= before.Status && now.Settled >= was.Settled && now.Found >= was.Found && now.Percentage >= was.Percentage
            && now is { Percentage: >= 0 and <= 100, Total: 2 };
    });

    [Fact]
    public void A_terminal_state_has_a_cause_an_end_and_every_outcome_settled() => EachStep((_, _, after) =>
        !after.State.Status.IsTerminal()
        || (after.State is { EndCause: not null, EndedAt: not null, DueAt: null, Worker: null } && after.State.Outcomes.All(o => o.IsSettled)));

    [Fact]
    public void From_every_state_the_next_claimer_can_end_the_scan() => EachStep((_, _, after) =>
    {
        if (after.State.Status.IsTerminal() || after.State.DueAt == DateTimeOffset.MaxValue) return true;
        var claimed = ScanMachine.Apply(after.State, new ScanEvent.Claimed("last", "last", SamplePlan.Lease, DateTimeOffset.MaxValue)).State;
        ImmutableArray<OutcomeChange> changes = [.. claimed.Outcomes.Select((o, s) => new OutcomeChange(s, o with { Status = StrategyStatus.Failed, Attempt = claimed.Attempt }))
            .Where(c => !claimed.Outcomes[c.Strategy].IsSettled)];
        var end = new ScanEvent.Committed(claimed.Run, 1, changes, EndCause.AllSettled, SamplePlan.Lease, SamplePlan.Start);
        return ScanMachine.Apply(claimed, end) is { IsAccepted: true, State.EndCause: EndCause.AllSettled };
    });

    [Fact]
    public void The_histories_reach_every_status_and_every_reason_to_ignore()
    {
        var reached = new System.Collections.Concurrent.ConcurrentDictionary<object, bool>();

        EachStep((_, _, after) =>
        {
            reached[after.State.Status] = reached[after.Ignored] = true;
            return true;
        });

        reached.Keys.Should().BeEquivalentTo([.. Enum.GetValues<ScanStatus>().Cast<object>(), .. Enum.GetValues<Ignored>().Cast<object>()]);
    }

    /// <summary>Checks <paramref name="holds"/> for each step of random histories; that no step throws is checked with it.</summary>
    private static void EachStep(Func<ScanState, ScanEvent, Transition, bool> holds) => RandomEvents.History.Sample(history =>
    {
        var state = ScanMachine.Create(SamplePlan.Two, SamplePlan.Start);
        foreach (var next in history)
        {
            var happened = RandomEvents.Bent(state, next);
            var after = ScanMachine.Apply(state, happened);
            if (!holds(state, happened, after)) return false;
            state = after.State;
        }

        return true;
    }, iter: 5_000);
}
