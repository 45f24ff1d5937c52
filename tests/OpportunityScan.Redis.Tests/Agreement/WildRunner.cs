using System.Globalization;
using OpportunityScan.State;
using OpportunityScan.Storage;
using OpportunityScan.StoreConformance;

namespace OpportunityScan.Redis.Tests.Agreement;

/// <summary>Sends happenings to a store, and says what they are to the machine.</summary>
internal static class WildRunner
{
    private const string Worker = "worker";

    /// <summary>The store's answer, as text.</summary>
    internal static async Task<string> SendAsync(IScanStore store, ScanState state, Happening happening, TimeSpan lease)
    {
        var (key, run, span) = (state.Plan.Key, Run(state, happening), Span(happening, lease));
        switch (happening.Kind)
        {
            case HappeningKind.Claim:
                return await store.ClaimAsync(Claim(state, happening, span), default) is null ? "nothing" : "claimed";
            case HappeningKind.Cancel:
                return (await store.CancelAsync(key, default)).Status.ToString();
            case HappeningKind.Renew:
                return Text(await store.RenewAsync(key, run, span, default));
            case HappeningKind.Release:
                return Text(await store.ReleaseAsync(key, run, default));
            default:
                return Text(await store.CommitAsync(Commit(state, happening, span), default));
        }
    }

    /// <summary>The event that this was; when, is read off what the store did.</summary>
    internal static ScanEvent Event(ScanState before, ScanState after, Happening happening, TimeSpan lease)
    {
        var span = Span(happening, lease);
        var run = Run(before, happening);
        var leased = after.DueAt - span ?? after.EndedAt!.Value;
        switch (happening.Kind)
        {
            case HappeningKind.Claim:
                return new ScanEvent.Claimed(Worker, Claim(before, happening, span).RunToken, span, after.Attempt > before.Attempt ? leased : (before.DueAt ?? before.CreatedAt).AddTicks(-1));
            case HappeningKind.Cancel:
                return new ScanEvent.CancelRequested(after.CancelRequestedAt ?? before.CreatedAt);
            case HappeningKind.Renew:
                return new ScanEvent.Renewed(run, span, leased);
            case HappeningKind.Release:
                return new ScanEvent.Released(run, after.DueAt ?? before.CreatedAt);
            default:
                var commit = Commit(before, happening, span);
                return new ScanEvent.Committed(commit.Run, commit.Sequence, commit.Changes, commit.End?.Cause, span, leased);
        }
    }

    /// <summary>The answer that follows from what the machine says.</summary>
    internal static string Expected(Transition transition, Happening happening)
    {
        var state = transition.State;
        return happening.Kind switch
        {
            HappeningKind.Claim => transition.IsAccepted || transition.Ignored == Ignored.Repeated ? "claimed" : "nothing",
            HappeningKind.Cancel when transition.Ignored == Ignored.Terminal => nameof(CancelStatus.AlreadyTerminal),
            HappeningKind.Cancel => state.Status.IsTerminal() ? nameof(CancelStatus.Canceled) : nameof(CancelStatus.Requested),
            _ => Text(new CommitReply(
                transition.Ignored switch
                {
                    Ignored.No or Ignored.Repeated => CommitStatus.Accepted,
                    Ignored.Fenced or Ignored.Terminal => CommitStatus.Fenced,
                    Ignored.Behind => CommitStatus.Missing,
                    _ => CommitStatus.Invalid,
                },
                state.Version,
                state.CancelRequestedAt is not null)),
        };
    }

    /// <summary>Ends a scan, so that the next one's claims do not come across it.</summary>
    internal static async Task FinishAsync(IScanStore store, ScanKey key)
    {
        await store.CancelAsync(key, default);
        var state = (await store.FindAsync(key, default))!.State;
        if (state.Status.IsTerminal()) return;
        if (state.Worker is null) state = (await store.ClaimAsync(Claims.New(Worker, TimeSpan.FromMinutes(1)), default))!.State;
        var ending = new Happening(HappeningKind.Commit, 0, false, 0, false, [], StrategyStatus.Canceled, (int)EndCause.CancelRequested);
        (await store.CommitAsync(Commit(state, ending, TimeSpan.FromMinutes(1)), default)).Status.Should().Be(CommitStatus.Accepted);
    }

    /// <summary>One of its own for each state, and the same whenever that state is asked for; or the one that was claimed with before.</summary>
    private static ScanClaim Claim(ScanState state, Happening happening, TimeSpan lease)
    {
        var isAgain = happening.IsOther && state.RunToken.Length > 0;
        return Claims.New(Worker, lease) with
        {
            RunToken = isAgain ? state.RunToken : string.Create(CultureInfo.InvariantCulture, $"{state.Plan.Key.Id.Value}-{state.Version}"),
        };
    }

    private static RunId Run(ScanState state, Happening happening) =>
        new(state.Attempt + happening.AttemptBy, happening.IsOther ? "other" : state.RunToken);

    private static TimeSpan Span(Happening happening, TimeSpan lease) => happening.Lapses ? -lease : lease;

    private static string Text(CommitReply reply) => $"{reply.Status} v{reply.Version} {(reply.CancelRequested ? "asked to stop" : "")}";

    private static ScanCommit Commit(ScanState state, Happening happening, TimeSpan lease)
    {
        var changes = happening.Changes.Select(c => Change(state, c)).ToList();
        if (happening.Settles is { } status)
        {
            changes.RemoveAll(static c => c.Strategy is >= 0 and < 3);
            for (var i = 0; i < state.Outcomes.Length; i++)
            {
                if (!state.Outcomes[i].IsSettled) changes.Add(new OutcomeChange(i, state.Outcomes[i] with { Status = status, Attempt = state.Attempt }));
            }
        }

        return new ScanCommit
        {
            Key = state.Plan.Key,
            Run = Run(state, happening),
            Sequence = state.Sequence + 1 + happening.SequenceBy,
            Changes = [.. changes],
            Lease = lease,
            End = happening.End < 0 ? null : new ScanEnd((EndCause)happening.End, []),
        };
    }

    private static OutcomeChange Change(ScanState state, WildChange change)
    {
        var known = change.Strategy >= 0 && change.Strategy < state.Outcomes.Length;
        var was = known ? state.Outcomes[change.Strategy] : new StrategyOutcome { Strategy = new StrategyId("unknown") };
        return new OutcomeChange(change.Strategy, was with
        {
            Strategy = change.IsOther ? new StrategyId("other") : was.Strategy,
            Status = (StrategyStatus)change.Status,
            Attempt = state.Attempt + change.AttemptBy,
            Found = was.Found + change.FoundBy,
            Progress = change.Progress,
        });
    }
}
