using System.Collections.Immutable;
using OpportunityScan.State;
using Machine = System.Func<OpportunityScan.ScanState, OpportunityScan.State.ScanEvent, OpportunityScan.State.Transition>;

namespace OpportunityScan.Tests.Specs;

/// <summary>A store with a defect: the machine with one rule broken.</summary>
internal static class Fault
{
    internal static IReadOnlyDictionary<string, Machine> All { get; } = new Dictionary<string, Machine>(StringComparer.Ordinal)
    {
        ["no fence"] = static (state, happened) => ScanMachine.Apply(state, happened is ScanEvent.Committed c ? c with { Run = state.Run } : happened),
        ["terminal write acknowledged and lost"] = static (state, happened) =>
            happened is ScanEvent.Committed { End: not null } ? ScanMachine.Apply(state, happened) with { State = state } : ScanMachine.Apply(state, happened),
        ["late commit recorded again"] = static (state, happened) =>
            happened is ScanEvent.Committed c && c.Sequence < state.Sequence
                ? ScanMachine.Apply(state, c with { Sequence = state.Sequence + 1 }) : ScanMachine.Apply(state, happened),
        ["retried opportunities are kept twice"] = OnRetry(static commit => commit.End is null && !commit.Changes.Any(static c => c.Outcome.IsSettled)),
        ["retried outcome is recorded twice"] = OnRetry(static commit => commit.End is null && commit.Changes.Any(static c => c.Outcome.IsSettled)),
        ["retried commit refused"] = static (state, happened) =>
            ScanMachine.Apply(state, happened) is { Ignored: Ignored.Repeated } repeated && happened is ScanEvent.Committed
                ? repeated with { Ignored = Ignored.OutOfOrder } : ScanMachine.Apply(state, happened),
        ["takeover resets settled outcomes"] = OnClaim(static (_, claimed) => claimed with { Outcomes = Pending(claimed.Outcomes) }),
        ["takeover forgets the cancel"] = OnClaim(static (_, claimed) => claimed with { CancelRequestedAt = null }),
        ["takeover forgets what was found"] = OnClaim(static (_, claimed) => claimed with
        {
            Outcomes = ImmutableArray.CreateRange(claimed.Outcomes, static o => o.IsSettled ? o : o with { Found = 0 }),
        }),
        ["takeover keeps the version"] = OnClaim(static (before, claimed) => claimed with { Version = before.Version }),
        ["takeover is not counted"] = OnClaim(static (before, claimed) => claimed with { Lapses = before.Lapses }),
        ["dead worker's scan is never due"] = static (state, happened) =>
            happened is ScanEvent.Claimed && state.Worker is not null ? new Transition(state, Ignored.NotDue) : ScanMachine.Apply(state, happened),
        ["released scan accepts a late renewal"] = static (state, happened) =>
            happened is ScanEvent.Renewed r && state is { Status: ScanStatus.Running, Worker: null } && r.Run == state.Run
                ? new Transition(state with { DueAt = r.Now + r.Lease }) : ScanMachine.Apply(state, happened),
        ["terminal scan can be claimed"] = static (state, happened) =>
            happened is ScanEvent.Claimed && state.Status.IsTerminal()
                ? ScanMachine.Apply(state with { Status = ScanStatus.Running, EndCause = null }, happened) : ScanMachine.Apply(state, happened),
        ["cancel ends a running scan at once"] = static (state, happened) =>
            happened is ScanEvent.CancelRequested && state.Status == ScanStatus.Running
                ? Changed(ScanMachine.Apply(state, happened), static s => s with { Status = ScanStatus.Canceled }) : ScanMachine.Apply(state, happened),
        ["every end is an answer to a cancel"] = OnEnd(static s => s with { Status = ScanStatus.Canceled }),
        ["every end is a timeout"] = OnEnd(static s => s with { Status = ScanStatus.TimedOut }),
        ["every end is a success"] = OnEnd(static s => s with { Status = ScanStatus.Completed }),
    };

    private static Machine OnClaim(Func<ScanState, ScanState, ScanState> change) => (state, happened) =>
        happened is ScanEvent.Claimed ? Changed(ScanMachine.Apply(state, happened), claimed => change(state, claimed)) : ScanMachine.Apply(state, happened);

    private static Machine OnEnd(Func<ScanState, ScanState> change) => (state, happened) =>
        Changed(ScanMachine.Apply(state, happened), s => s.Status.IsTerminal() ? change(s) : s);

    private static Transition Changed(Transition transition, Func<ScanState, ScanState> change) =>
        transition.IsAccepted ? transition with { State = change(transition.State) } : transition;

    private static Machine OnRetry(Func<ScanEvent.Committed, bool> isRecordedAgain) => (state, happened) =>
        happened is ScanEvent.Committed c && ScanMachine.Apply(state, happened).Ignored == Ignored.Repeated && isRecordedAgain(c)
            ? new Transition(state with { Version = state.Version + 1 }) : ScanMachine.Apply(state, happened);

    private static ImmutableArray<StrategyOutcome> Pending(ImmutableArray<StrategyOutcome> outcomes) =>
        ImmutableArray.CreateRange(outcomes, static o => o with { Status = StrategyStatus.Pending });
}
