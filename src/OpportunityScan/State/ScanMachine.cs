using System.Collections.Immutable;

namespace OpportunityScan.State;

/// <summary>
/// The life of a scan as one pure, total function. Every store agrees with it, every runner relies on it, and the specification explores it
/// exhaustively.
/// </summary>
public static class ScanMachine
{
    /// <summary>The first state of a scan: queued, every strategy pending.</summary>
    public static ScanState Create(ScanPlan plan, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new ScanState
        {
            Plan = plan,
            CreatedAt = now,
            DueAt = now,
            Outcomes = ImmutableArray.CreateRange(plan.Strategies, static s => new StrategyOutcome { Strategy = s.Id }),
        };
    }

    /// <summary>The state after <paramref name="happened"/>, or the reason why it changes nothing. Never throws for any pair of state and event.</summary>
    public static Transition Apply(ScanState state, ScanEvent happened)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(happened);
        return happened switch
        {
            _ when state.Status.IsTerminal() => new Transition(state, RepeatsTheEnd(state, happened) ? Ignored.Repeated : Ignored.Terminal),
            ScanEvent.Claimed claimed => Claim(state, claimed),
            ScanEvent.CancelRequested cancel => Cancel(state, cancel),
            ScanEvent.Renewed renewed when Holds(state, renewed.Run) => Renew(state, renewed),
            ScanEvent.Released released when Holds(state, released.Run) => Release(state, released),
            ScanEvent.Committed committed when Holds(state, committed.Run) => Commits.Apply(state, committed),
            ScanEvent.Released released when IsReleased(state, released.Run) => new Transition(state, Ignored.Repeated),
            _ => new Transition(state, Writer(happened)?.Attempt > state.Attempt ? Ignored.Behind : Ignored.Fenced),
        };
    }

    /// <summary>Whether a scan that was just claimed is to be ended instead of run, and why.</summary>
    /// <param name="state">The state after the claim.</param>
    /// <param name="now">The store's clock at the claim.</param>
    /// <param name="isRunnable">Whether any worker that was there lately could run it.</param>
    public static EndCause? EndOnClaim(ScanState state, DateTimeOffset now, bool isRunnable)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.CancelRequestedAt is not null) return EndCause.CancelRequested;
        if (QueueTimedOut(state)) return isRunnable ? EndCause.QueueTimedOut : EndCause.NotRunnable;
        if (state.DeadlineAt <= now) return isRunnable ? EndCause.DeadlinePassed : EndCause.NotRunnable;
        return state.Lapses >= state.Plan.MaxAttempts ? EndCause.AttemptsExhausted : null;
    }

    /// <summary>The terminal status that outcomes and cause amount to.</summary>
    public static ScanStatus Verdict(ImmutableArray<StrategyOutcome> outcomes, EndCause cause) => cause switch
    {
        EndCause.DeadlinePassed or EndCause.QueueTimedOut or EndCause.NotRunnable => ScanStatus.TimedOut,
        EndCause.CancelRequested or EndCause.WorkerStopped => ScanStatus.Canceled,
        EndCause.AttemptsExhausted => ScanStatus.Failed,
        _ => outcomes.Any(static o => o.Status == StrategyStatus.Succeeded) || IsWhole(outcomes) ? ScanStatus.Completed : ScanStatus.Failed,
    };

    /// <summary>Whether these outcomes are a whole answer: every strategy had its say. Only such a scan is reused without being asked for as it is.</summary>
    public static bool IsWhole(ImmutableArray<StrategyOutcome> outcomes) => ScanProgress.Of(outcomes).IsWhole;

    internal static bool QueueTimedOut(ScanState state) => state.StartedAt - state.CreatedAt > state.Plan.QueueTimeout;

    /// <summary>The end of a lease; the end of time for one that would reach further.</summary>
    internal static DateTimeOffset LeaseEnd(DateTimeOffset now, TimeSpan lease) =>
        lease < DateTimeOffset.MinValue - now ? DateTimeOffset.MinValue
        : lease > DateTimeOffset.MaxValue - now ? DateTimeOffset.MaxValue
        : now + lease;

    /// <summary>Whether the run may write. Not after it gave the scan back: a late renewal would hold a scan that nobody runs.</summary>
    private static bool Holds(ScanState state, RunId run) =>
        state.Status == ScanStatus.Running && state.Worker is not null && state.Run == run;

    private static bool IsReleased(ScanState state, RunId run) =>
        state.Status == ScanStatus.Running && state.Worker is null && state.Run == run;

    private static RunId? Writer(ScanEvent happened) => happened switch
    {
        ScanEvent.Renewed renewed => renewed.Run,
        ScanEvent.Released released => released.Run,
        ScanEvent.Committed committed => committed.Run,
        _ => null,
    };

    private static bool RepeatsTheEnd(ScanState state, ScanEvent happened) =>
        happened is ScanEvent.Committed committed && committed.Run == state.Run && committed.Sequence == state.Sequence && state.Sequence > 0;

    private static Transition Claim(ScanState state, ScanEvent.Claimed claimed)
    {
        if (Holds(state, state.Run with { Token = claimed.RunToken })) return new Transition(state, Ignored.Repeated);
        if (state.DueAt > claimed.Now) return new Transition(state, Ignored.NotDue);
        return new Transition(state with
        {
            Status = ScanStatus.Running,
            Version = state.Version + 1,
            Attempt = state.Attempt + 1,
            RunToken = claimed.RunToken,
            Lapses = state is { Worker: not null, HasBegun: true } ? state.Lapses + 1 : state.Lapses,
            HasBegun = false,
            Sequence = 0,
            Worker = claimed.Worker,
            StartedAt = state.StartedAt ?? claimed.Now,
            DueAt = LeaseEnd(claimed.Now, claimed.Lease),
            Outcomes = Unfinished(state.Outcomes),
        });
    }

    private static Transition Renew(ScanState state, ScanEvent.Renewed renewed) =>
        new(state with { HasBegun = true, DueAt = LeaseEnd(renewed.Now, renewed.Lease) }); // no new version: nothing that a reader sees has changed

    private static Transition Release(ScanState state, ScanEvent.Released released) =>
        new(state with { Version = state.Version + 1, Worker = null, DueAt = released.Now, Outcomes = Unfinished(state.Outcomes) });

    private static Transition Cancel(ScanState state, ScanEvent.CancelRequested cancel)
    {
        if (state.CancelRequestedAt is not null) return new Transition(state, Ignored.Repeated);
        var asked = state with { Version = state.Version + 1, CancelRequestedAt = cancel.Now };
        if (state.Status != ScanStatus.Queued) return new Transition(asked);
        var skipped = ImmutableArray.CreateRange(state.Outcomes, static o => o with
        {
            Status = StrategyStatus.Skipped,
            ErrorCode = StrategyErrorCodes.ScanCanceled,
            Message = "The scan was canceled before this strategy's turn.",
        });
        return new Transition(Ended(asked, skipped, EndCause.CancelRequested, cancel.Now));
    }

    internal static ScanState Ended(ScanState state, ImmutableArray<StrategyOutcome> outcomes, EndCause cause, DateTimeOffset now) => state with
    {
        Status = Verdict(outcomes, cause),
        Outcomes = outcomes,
        EndCause = cause,
        EndedAt = now,
        DueAt = null,
        Worker = null,
    };

    /// <summary>What the next attempt finds: settled outcomes as they are, running ones pending again with what they found.</summary>
    private static ImmutableArray<StrategyOutcome> Unfinished(ImmutableArray<StrategyOutcome> outcomes) =>
        outcomes.Any(static o => o.Status == StrategyStatus.Running)
            ? ImmutableArray.CreateRange(outcomes, static o => o.Status == StrategyStatus.Running ? o with { Status = StrategyStatus.Pending } : o)
            : outcomes;
}
