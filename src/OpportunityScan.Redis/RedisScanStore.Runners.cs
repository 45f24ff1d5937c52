using System.Collections.Immutable;
using OpportunityScan.Redis.Keys;
using OpportunityScan.Redis.Scripting;
using OpportunityScan.Redis.Serialization;
using OpportunityScan.Redis.Signals;
using OpportunityScan.Storage;
using StackExchange.Redis;

namespace OpportunityScan.Redis;

internal sealed partial class RedisScanStore
{
    public async ValueTask<CommitReply> CommitAsync(ScanCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        var scan = _keys.Of(commit.Key);
        var reply = await _caller.EvaluateAsync(RedisScript.Commit, scan.All, CommitArguments(commit, scan), Reply, cancellationToken).ConfigureAwait(false);
        if (commit.End is not null && reply.Status == CommitStatus.Accepted)
            await _replicas.HopedForAsync(scan, cancellationToken).ConfigureAwait(false);
        return reply;
    }

    public ValueTask<CommitReply> RenewAsync(ScanKey key, RunId run, TimeSpan lease, CancellationToken cancellationToken) =>
        _caller.EvaluateAsync(RedisScript.Renew, _keys.Of(key).All, [run.Attempt, run.Token, Instants.Micros(lease)], Reply, cancellationToken);

    /// <summary>Always possible here: whether another worker shares the store cannot be known, and the scan waits for one.</summary>
    public async ValueTask<CommitReply> ReleaseAsync(ScanKey key, RunId run, CancellationToken cancellationToken)
    {
        var scan = _keys.Of(key);
        RedisValue[] values = [run.Attempt, run.Token, scan.Channel, _keys.WorkChannel, WorkMessage.Due];
        return await _caller.EvaluateAsync(RedisScript.Release, scan.All, values, Reply, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<CommitReply> RestoreAsync(ScanRecord record, TimeSpan lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        var state = record.State;
        if (state.Status != ScanStatus.Running) return new CommitReply(CommitStatus.Invalid, state.Version, state.CancelRequestedAt is not null);
        var scan = _keys.Of(state.Plan.Key);
        var values = RestoreArguments(record, lease, scan);
        return await _caller.EvaluateAsync(RedisScript.Restore, scan.All, values, Reply, cancellationToken).ConfigureAwait(false);
    }

    private static CommitReply Reply(RedisResult answer)
    {
        var parts = (RedisResult[])answer!;
        var status = (CommitStatus)(int)parts[0];
        if (!Enum.IsDefined(status)) throw Unreadable(RedisScript.Commit);
        return new CommitReply(status, (long)parts[1], (int)parts[2] == 1);
    }

    private static RedisValue[] CommitArguments(ScanCommit commit, ScanKeys scan)
    {
        var (changes, chunks) = (commit.Changes.IsDefault ? [] : commit.Changes, commit.Chunks.IsDefault ? [] : commit.Chunks);
        var values = new List<RedisValue>(11 + (2 * changes.Length) + chunks.Length)
        {
            commit.Run.Attempt,
            commit.Run.Token,
            commit.Sequence,
            Instants.Micros(commit.Lease),
            scan.Channel,
            commit.EstimatedEndAt is { } estimate ? estimate.UtcTicks : "",
            commit.Top.IsDefault ? "" : OpportunityCodec.Write(commit.Top),
            commit.End is { } end ? (int)end.Cause : "",
            HighestStrategy(chunks),
            changes.Length,
        };
        foreach (var change in changes) values.Add(HeadFields.Outcome(change.Strategy));
        foreach (var change in changes) values.Add(change.Outcome is { } outcome ? OutcomeCodec.Write(outcome) : OutcomeCodec.Nothing);
        if (commit.End is { } last) values.AddRange(OpportunityCodec.WritePages(last.Ranked.IsDefault ? [] : last.Ranked).Select(static p => (RedisValue)p));
        else foreach (var chunk in chunks.Where(static c => !c.Opportunities.IsDefault)) values.Add(OpportunityCodec.WriteChunk(chunk));
        return [.. values];
    }

    /// <summary>What the script compares with the number of strategies; of a chunk that no plan could have, more than any plan has.</summary>
    private static int HighestStrategy(ImmutableArray<OpportunityChunk> chunks)
    {
        var highest = -1;
        foreach (var chunk in chunks)
            highest = chunk.Strategy < 0 || chunk.Opportunities.IsDefault ? int.MaxValue : Math.Max(highest, chunk.Strategy);
        return highest;
    }

    private static RedisValue[] RestoreArguments(ScanRecord record, TimeSpan lease, ScanKeys scan)
    {
        var (state, plan) = (record.State, record.State.Plan);
        var fields = new List<(string Name, RedisValue Value)>
        {
            (HeadFields.Plan, PlanCodec.Write(plan)),
            (HeadFields.Lapses, state.Lapses),
            (HeadFields.Open, state.Outcomes.Count(static o => !o.IsSettled)),
            (HeadFields.Succeeded, state.Outcomes.Count(static o => o.Status == StrategyStatus.Succeeded)),
            (HeadFields.Found, state.Outcomes.Sum(static o => (long)o.Found)),
        };
        if (state.Worker is { } worker) fields.Add((HeadFields.Worker, worker));
        if (state.StartedAt is { } started) fields.Add((HeadFields.StartedAt, Instants.Micros(started)));
        if (record.EstimatedEndAt is { } estimate) fields.Add((HeadFields.EstimatedEndAt, estimate.UtcTicks));
        if (!record.Top.IsDefaultOrEmpty) fields.Add((HeadFields.Top, OpportunityCodec.Write(record.Top)));
        for (var i = 0; i < state.Outcomes.Length; i++) fields.Add((HeadFields.Outcome(i), OutcomeCodec.Write(state.Outcomes[i])));

        var values = new List<RedisValue>
        {
            HeadCodec.Facts(plan, KeySpace.Request(plan.Fingerprint), scan.Member),
            Instants.Micros(lease),
            scan.Channel,
            state.Attempt,
            state.RunToken,
            plan.Incarnation,
            state.Version,
            state.Sequence,
            Instants.Micros(state.CreatedAt),
            state.CancelRequestedAt is { } asked ? Instants.Micros(asked) : "",
            fields.Count,
        };
        foreach (var (name, value) in fields) values.AddRange([name, value]);
        if (!record.Found.IsDefault) foreach (var chunk in record.Found) values.Add(OpportunityCodec.WriteChunk(chunk));
        return [.. values];
    }
}
