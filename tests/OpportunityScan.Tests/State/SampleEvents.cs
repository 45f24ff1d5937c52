using OpportunityScan.State;
using static OpportunityScan.Tests.State.SamplePlan;
using static OpportunityScan.Tests.State.SampleStates;

namespace OpportunityScan.Tests.State;

/// <summary>The events that can be told apart by what they do: the rows of the table.</summary>
public enum Happening
{
    Claimed,
    ClaimedAgain,
    Renewed,
    RenewedByAnother,
    RenewedByAnotherToken,
    RenewedByNext,
    Released,
    ReleasedByAnother,
    ReleasedByAnotherToken,
    ReleasedByNext,
    CancelRequested,
    Progress,
    Settle,
    EndAllSettled,
    EndDeadlinePassed,
    EndCancelRequested,
    EndAttemptsExhausted,
    EndQueueTimedOut,
    EndWorkerStopped,
    EndNotRunnable,
    EndUnsettled,
    CommittedByAnother,
    CommittedByAnotherToken,
    CommittedByNext,
    CommittedAgain,
    SequenceZero,
    CommitSkipped,
    UnknownStrategy,
    MismatchedStrategy,
    NoOutcome,
    SettledChange,
    FoundGoesBack,
    StatusGoesBack,
    AttemptGoesBack,
    AttemptAhead,
    ProgressGoesBack,
    ProgressOutOfRange,
    UndefinedStatus,
}

/// <summary>One event for each <see cref="Happening"/>, as it would come to a given state.</summary>
internal static class SampleEvents
{
    internal static ScanEvent Of(Happening happening, ScanState state) => happening switch
    {
        Happening.Claimed => new ScanEvent.Claimed("another", "another", Lease, Now),
        Happening.ClaimedAgain => new ScanEvent.Claimed("worker", state.RunToken, Lease, Now),
        Happening.Renewed => new ScanEvent.Renewed(state.Run, Lease, Now),
        Happening.RenewedByAnother => new ScanEvent.Renewed(Other(state), Lease, Now),
        Happening.RenewedByAnotherToken => new ScanEvent.Renewed(state.Run with { Token = "other" }, Lease, Now),
        Happening.RenewedByNext => new ScanEvent.Renewed(Following(state), Lease, Now),
        Happening.Released => new ScanEvent.Released(state.Run, Now),
        Happening.ReleasedByAnother => new ScanEvent.Released(Other(state), Now),
        Happening.ReleasedByAnotherToken => new ScanEvent.Released(state.Run with { Token = "other" }, Now),
        Happening.ReleasedByNext => new ScanEvent.Released(Following(state), Now),
        Happening.CancelRequested => new ScanEvent.CancelRequested(Now),
        Happening.Progress => Next(state, Second(state) with { Progress = 0.75, Found = 3 }),
        Happening.Settle => Next(state, Second(state) with { Status = StrategyStatus.Failed }),
        Happening.EndAllSettled => End(state, EndCause.AllSettled, StrategyStatus.Succeeded),
        Happening.EndDeadlinePassed => End(state, EndCause.DeadlinePassed, StrategyStatus.TimedOut),
        Happening.EndCancelRequested => End(state, EndCause.CancelRequested, StrategyStatus.Canceled),
        Happening.EndAttemptsExhausted => End(state, EndCause.AttemptsExhausted, StrategyStatus.Failed),
        Happening.EndQueueTimedOut => End(state, EndCause.QueueTimedOut, StrategyStatus.Skipped),
        Happening.EndWorkerStopped => End(state, EndCause.WorkerStopped, StrategyStatus.Canceled),
        Happening.EndNotRunnable => End(state, EndCause.NotRunnable, StrategyStatus.Skipped),
        Happening.EndUnsettled => End(state, EndCause.AllSettled, StrategyStatus.Running),
        Happening.CommittedByAnother => Next(state, Second(state)) with { Run = Other(state) },
        Happening.CommittedByAnotherToken => Next(state, Second(state)) with { Run = state.Run with { Token = "other" } },
        Happening.CommittedByNext => Next(state, Second(state)) with { Run = Following(state) },
        Happening.CommittedAgain => Next(state, Second(state)) with { Sequence = state.Sequence },
        Happening.SequenceZero => Next(state, Second(state)) with { Sequence = 0 },
        Happening.CommitSkipped => Next(state, Second(state)) with { Sequence = state.Sequence + 2 },
        Happening.UnknownStrategy => Commit(state, state.Sequence + 1, null, new OutcomeChange(2, Second(state))),
        Happening.MismatchedStrategy => Commit(state, state.Sequence + 1, null, new OutcomeChange(0, Second(state))),
        Happening.NoOutcome => Commit(state, state.Sequence + 1, null, default(OutcomeChange)),
        Happening.SettledChange => Commit(state, state.Sequence + 1, null, new OutcomeChange(0, Settled(state) with { Found = 5 })),
        Happening.FoundGoesBack => Next(state, Second(state) with { Found = -1 }),
        Happening.StatusGoesBack => Next(state, Second(state) with { Status = (StrategyStatus)(-1) }),
        Happening.AttemptGoesBack => Next(state, Second(state) with { Attempt = -1 }),
        Happening.AttemptAhead => Next(state, Second(state) with { Attempt = state.Attempt + 1 }),
        Happening.ProgressGoesBack => Next(state, Second(state) with { Progress = -0.1 }),
        Happening.ProgressOutOfRange => Next(state, Second(state) with { Progress = double.NaN }),
        Happening.UndefinedStatus => Next(state, Second(state) with { Status = StrategyStatus.NotApplicable + 1 }),
        _ => throw new ArgumentOutOfRangeException(nameof(happening), happening, "A happening without a sample."),
    };

    private static RunId Other(ScanState state) => state.Run with { Attempt = state.Attempt - 1 };

    private static RunId Following(ScanState state) => new(state.Attempt + 1, "following");

    private static StrategyOutcome Second(ScanState state) => HalfWay(state);

    private static ScanEvent.Committed Next(ScanState state, StrategyOutcome second) =>
        Commit(state, state.Sequence + 1, null, new OutcomeChange(1, second));

    private static ScanEvent.Committed End(ScanState state, EndCause cause, StrategyStatus status) =>
        Commit(state, state.Sequence + 1, cause, new OutcomeChange(1, Second(state) with { Status = status }));
}
