using System.Collections.Immutable;
using OpportunityScan.Storage;

namespace OpportunityScan.StoreConformance;

/// <summary>Speaks for one attempt of a scan, as a worker's runner would: keeps count of its commits and of what it said.</summary>
public sealed class SampleRunner(IScanStore store, ClaimedScan claimed, TimeSpan lease)
{
    private readonly List<OpportunityChunk> _found = [.. claimed.Found];
    private ScanState _state = claimed.State;

    public ClaimedScan Claimed { get; } = claimed;

    public ScanKey Key { get; } = claimed.State.Plan.Key;

    /// <summary>What it is told by.</summary>
    public RunId Run { get; } = claimed.State.Run;

    public int Attempt => Run.Attempt;

    /// <summary>Its last commit.</summary>
    public int Sequence => _state.Sequence;

    /// <summary>The outcomes as it knows them.</summary>
    public ImmutableArray<StrategyOutcome> Outcomes => _state.Outcomes;

    /// <summary>All that was recorded, by it and before it, in the order of its places.</summary>
    public IEnumerable<Opportunity> Found => _found.SelectMany(c => c.Opportunities).Select(o => o.Value);

    /// <summary>The commit that would come next; changes nothing here or in the store.</summary>
    public ScanCommit Next(params OutcomeChange[] changes) =>
        new() { Key = Key, Run = Run, Sequence = Sequence + 1, Changes = [.. changes], Lease = lease };

    /// <summary>A strategy starts.</summary>
    public Task<CommitReply> StartAsync(int strategy) =>
        SendAsync(Next(Change(strategy, o => o with { Status = StrategyStatus.Running, Attempt = Attempt, StartedAt = Sample.Instant })));

    /// <summary>A strategy has found more.</summary>
    public Task<CommitReply> EmitAsync(int strategy, int count)
    {
        var first = Outcomes[strategy].Found;
        var running = Change(strategy, o => o with { Status = StrategyStatus.Running, Attempt = Attempt, Found = first + count });
        return SendAsync(Next(running) with { Chunks = [Sample.Chunk(strategy, first, count)] });
    }

    /// <summary>A strategy is settled.</summary>
    public Task<CommitReply> SettleAsync(int strategy, StrategyStatus status = StrategyStatus.Succeeded) =>
        SendAsync(Next(Settled(strategy, status)));

    /// <summary>Whatever is not settled settles, and the scan ends.</summary>
    public Task<CommitReply> EndAsync(EndCause cause = EndCause.AllSettled, StrategyStatus status = StrategyStatus.Succeeded) => SendAsync(Ending(cause, status));

    /// <summary>The commit that would end the scan.</summary>
    public ScanCommit Ending(EndCause cause = EndCause.AllSettled, StrategyStatus status = StrategyStatus.Succeeded)
    {
        var open = Enumerable.Range(0, Outcomes.Length).Where(i => !Outcomes[i].IsSettled);
        var (found, ranking) = (_found.SelectMany(c => c.Opportunities).ToList(), Sample.Rank(Found));
        return Next([.. open.Select(i => Settled(i, status))]) with { End = new ScanEnd(cause, ranking), Top = [.. ranking.Take(3).Select(i => found[i])] };
    }

    /// <summary>Sends a commit, and takes note of it when it was accepted.</summary>
    public async Task<CommitReply> SendAsync(ScanCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        var reply = await store.CommitAsync(commit, default);
        if (reply.Status != CommitStatus.Accepted || commit.Sequence != Sequence + 1) return reply;
        _found.AddRange(commit.Chunks);
        var outcomes = _state.Outcomes.ToBuilder();
        foreach (var change in commit.Changes) outcomes[change.Strategy] = change.Outcome;
        _state = _state with { Sequence = commit.Sequence, Version = reply.Version, Outcomes = outcomes.ToImmutable() };
        return reply;
    }

    /// <summary>The scan as this runner knows it.</summary>
    public ScanRecord Record() => new(_state, [.. _found], [], null);

    public OutcomeChange Change(int strategy, Func<StrategyOutcome, StrategyOutcome> to)
    {
        ArgumentNullException.ThrowIfNull(to);
        return new OutcomeChange(strategy, to(Outcomes[strategy]));
    }

    public OutcomeChange Settled(int strategy, StrategyStatus status) =>
        Change(strategy, o => o with { Status = status, Attempt = Attempt, Elapsed = TimeSpan.FromMilliseconds(1_500) });
}
