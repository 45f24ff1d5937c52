using System.Collections.Immutable;

namespace OpportunityScan.State;

/// <summary>The part of the state machine that judges a runner's commit.</summary>
internal static class Commits
{
    internal static Transition Apply(ScanState state, ScanEvent.Committed commit)
    {
        if (commit.Sequence < 1) return new Transition(state, Ignored.OutOfOrder);
        if (commit.Sequence - 1 > state.Sequence) return new Transition(state, Ignored.Behind);
        if (commit.Sequence <= state.Sequence) return new Transition(state, Ignored.Repeated);
        var changes = commit.Changes.IsDefault ? [] : commit.Changes;
        foreach (var change in changes)
        {
            if (Objection(state, change) is var objection and not Ignored.No) return new Transition(state, objection);
        }

        var outcomes = Merge(state.Outcomes, changes);
        var next = state with
        {
            Version = state.Version + 1,
            HasBegun = true,
            Sequence = commit.Sequence,
            Outcomes = outcomes,
            DueAt = ScanMachine.LeaseEnd(commit.Now, commit.Lease),
        };
        if (commit.End is not { } cause) return new Transition(next);
        return CanEnd(state, outcomes, cause, commit.Now)
            ? new Transition(ScanMachine.Ended(next, outcomes, cause, commit.Now))
            : new Transition(state, Ignored.InvalidEnd);
    }

    private static Ignored Objection(ScanState state, OutcomeChange change)
    {
        if (change.Strategy < 0 || change.Strategy >= state.Outcomes.Length) return Ignored.UnknownStrategy;
        var (was, now) = (state.Outcomes[change.Strategy], change.Outcome);
        if (now?.Strategy != was.Strategy) return Ignored.UnknownStrategy;
        if (was.IsSettled) return Ignored.OutcomeSettled;
        var rises = now.Status >= was.Status && now.Found >= was.Found && now.Rejected >= was.Rejected && now.Merged >= was.Merged
            && now.Attempt >= was.Attempt && (now.Progress ?? 0) >= (was.Progress ?? 0);
        return rises && IsInRange(state, now) ? Ignored.No : Ignored.GoesBack;
    }

    /// <summary>A value above its range would have to go back later: a progress of 2 when the strategy settles, a future attempt when that one starts.</summary>
    private static bool IsInRange(ScanState state, StrategyOutcome outcome) =>
        outcome.Status <= StrategyStatus.NotApplicable && outcome.Attempt <= state.Attempt && outcome.Progress is null or <= 1;

    /// <summary>An end needs every strategy settled, and a cause that the state bears out.</summary>
    private static bool CanEnd(ScanState state, ImmutableArray<StrategyOutcome> outcomes, EndCause cause, DateTimeOffset now) =>
        outcomes.All(static o => o.IsSettled) && cause switch
        {
            EndCause.CancelRequested => state.CancelRequestedAt is not null,
            EndCause.AttemptsExhausted => state.Lapses >= state.Plan.MaxAttempts,
            EndCause.QueueTimedOut => ScanMachine.QueueTimedOut(state),
            EndCause.NotRunnable => ScanMachine.QueueTimedOut(state) || state.DeadlineAt <= now,
            EndCause.AllSettled or EndCause.DeadlinePassed or EndCause.WorkerStopped => true, // known to the runner only
            _ => false,
        };

    private static ImmutableArray<StrategyOutcome> Merge(ImmutableArray<StrategyOutcome> outcomes, ImmutableArray<OutcomeChange> changes)
    {
        if (changes.IsEmpty) return outcomes;
        var merged = new StrategyOutcome[outcomes.Length];
        outcomes.CopyTo(merged);
        foreach (var change in changes) merged[change.Strategy] = change.Outcome;
        return System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(merged);
    }
}
