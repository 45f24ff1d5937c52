using System.Collections.Immutable;
using OpportunityScan.State;
using static OpportunityScan.Tests.State.SamplePlan;

namespace OpportunityScan.Tests.State;

/// <summary>The states that can be told apart by what may happen next: the columns of the table.</summary>
public enum Stand
{
    Queued,
    Leased,
    Lapsed,
    Released,
    Canceling,
    Exhausted,
    Overdue,
    Completed,
    Failed,
    TimedOut,
    Canceled,
    CanceledInQueue,
}

/// <summary>One state for each <see cref="Stand"/>, as the events themselves lead to it.</summary>
internal static class SampleStates
{
    internal static DateTimeOffset Now { get; } = Start + TimeSpan.FromSeconds(30);

    internal static ScanState Of(Stand stand) => stand switch
    {
        Stand.Queued => Queued,
        Stand.Leased => Leased(Queued, Now),
        Stand.Lapsed => Leased(Queued, Now - Lease),
        Stand.Released => After(Leased(Queued, Now), s => new ScanEvent.Released(s.Run, Now)),
        Stand.Canceling => After(Leased(Queued, Now), _ => new ScanEvent.CancelRequested(Now)),
        Stand.Exhausted => Leased(Leased(Leased(Queued, Now - (3 * Lease)), Now - (2 * Lease)), Now),
        Stand.Overdue => Leased(Queued with { CreatedAt = Now - QueueTimeout - Lease }, Now),
        Stand.Completed => Ended(StrategyStatus.Succeeded, EndCause.AllSettled),
        Stand.Failed => Ended(StrategyStatus.Failed, EndCause.AllSettled),
        Stand.TimedOut => Ended(StrategyStatus.TimedOut, EndCause.DeadlinePassed),
        Stand.Canceled => Ended(StrategyStatus.Canceled, EndCause.WorkerStopped),
        Stand.CanceledInQueue => After(Queued, _ => new ScanEvent.CancelRequested(Now)),
        _ => throw new ArgumentOutOfRangeException(nameof(stand), stand, "A stand without a sample."),
    };

    /// <summary>Where every sample of a running scan stands: the first strategy settled, the second half way with one opportunity.</summary>
    internal static StrategyOutcome Settled(ScanState state, StrategyStatus status = StrategyStatus.Succeeded) =>
        state.Outcomes[0] with { Status = status, Attempt = 1, Found = 2 };

    internal static StrategyOutcome HalfWay(ScanState state) =>
        state.Outcomes[1] with { Status = StrategyStatus.Running, Attempt = state.Attempt, Found = 1, Progress = 0.5 };

    internal static ScanEvent.Committed Commit(ScanState state, int sequence, EndCause? end, params ImmutableArray<OutcomeChange> changes) =>
        new(state.Run, sequence, changes, end, Lease, Now);

    private static ScanState Queued { get; } = ScanMachine.Create(Two, Start - Lease);

    /// <summary>Claimed at <paramref name="at"/>, with a first commit in the same instant.</summary>
    private static ScanState Leased(ScanState before, DateTimeOffset at)
    {
        var claimed = After(before, s => new ScanEvent.Claimed("worker", $"token {s.Attempt + 1}", Lease, at));
        var half = new OutcomeChange(1, HalfWay(claimed));
        return After(claimed, s => new ScanEvent.Committed(
            s.Run, 1, s.Outcomes[0].IsSettled ? [half] : [new OutcomeChange(0, Settled(s)), half], null, Lease, at));
    }

    private static ScanState Ended(StrategyStatus status, EndCause cause)
    {
        var claimed = After(Queued, _ => new ScanEvent.Claimed("worker", "token", Lease, Now));
        return After(claimed, s => Commit(
            s, 1, cause, new OutcomeChange(0, Settled(s, status)), new OutcomeChange(1, HalfWay(s) with { Status = status })));
    }

    private static ScanState After(ScanState state, Func<ScanState, ScanEvent> happened)
    {
        var transition = ScanMachine.Apply(state, happened(state));
        transition.Ignored.Should().Be(Ignored.No, "a sample is reached by accepted events only");
        return transition.State;
    }
}
