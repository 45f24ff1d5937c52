using System.Collections.Immutable;
using System.Globalization;
using OpportunityScan.Redis.Connection;
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
        var calls = _caller.Begin(cancellationToken);
        var scan = (await KeysAsync(calls).ConfigureAwait(false)).Of(commit.Key);
        List<RedisValue> pages = commit.End is { Ranking.IsDefault: false } end ? [.. OpportunityCodec.WritePages(end.Ranking)] : [];
        var reply = await StagedAsync(
            RedisScript.Commit, scan, commit.Run.Token, pages, (staged, inline) => CommitArguments(commit, scan, staged, inline), calls)
            .ConfigureAwait(false);
        if (commit.End is not null && reply.Status == CommitStatus.Accepted)
            await _replicas.HopedForAsync(scan, calls.Next).ConfigureAwait(false);
        return reply;
    }

    public async ValueTask<CommitReply> RenewAsync(ScanKey key, RunId run, TimeSpan lease, CancellationToken cancellationToken)
    {
        var calls = _caller.Begin(cancellationToken);
        var scan = (await KeysAsync(calls).ConfigureAwait(false)).Of(key);
        RedisValue[] values = [run.Attempt, run.Token, Instants.Micros(lease)];
        return await calls.EvaluateAsync(RedisScript.Renew, scan.All, values, Reply).ConfigureAwait(false);
    }

    /// <summary>Always possible here: whether another worker shares the store cannot be known, and the scan waits for one.</summary>
    public ValueTask<CommitReply> ReleaseAsync(ScanKey key, RunId run, CancellationToken cancellationToken) =>
        ReleaseAsync(key, run, _caller.Begin(cancellationToken));

    private async ValueTask<CommitReply> ReleaseAsync(ScanKey key, RunId run, RedisCalls calls)
    {
        var keys = await KeysAsync(calls).ConfigureAwait(false);
        var scan = keys.Of(key);
        RedisValue[] values = [run.Attempt, run.Token, scan.Channel, keys.WorkChannel, WorkMessage.Due];
        return await calls.EvaluateAsync(RedisScript.Release, scan.All, values, Reply).ConfigureAwait(false);
    }

    public ValueTask<CommitReply> RestoreAsync(ScanRecord record, TimeSpan lease, CancellationToken cancellationToken) =>
        RestoreAsync(record, lease, _caller.Begin(cancellationToken));

    private async ValueTask<CommitReply> RestoreAsync(ScanRecord record, TimeSpan lease, RedisCalls calls)
    {
        ArgumentNullException.ThrowIfNull(record);
        var state = record.State;
        if (state.Status != ScanStatus.Running) return new CommitReply(CommitStatus.Invalid, state.Version, state.CancelRequestedAt is not null);
        await IsRelaidAsync(calls).ConfigureAwait(false); // what was lost may be laid out in another way by now
        var scan = Keys.Of(state.Plan.Key);
        List<RedisValue> found = record.Found.IsDefault ? [] : [.. record.Found.SelectMany(static c => c.Opportunities).Select(static o => (RedisValue)o.Utf8)];
        return await StagedAsync(
            RedisScript.Restore, scan, state.RunToken, found, (staged, inline) => RestoreArguments(record, lease, scan, staged, inline), calls)
            .ConfigureAwait(false);
    }

    private static CommitReply Reply(RedisResult answer)
    {
        var parts = (RedisResult[])answer!;
        var status = (CommitStatus)(int)parts[0];
        if (!Enum.IsDefined(status)) throw Unreadable(RedisScript.Commit);
        return new CommitReply(status, (long)parts[1], (int)parts[2] == 1);
    }

    private static RedisValue[] CommitArguments(ScanCommit commit, ScanKeys scan, int staged, List<RedisValue> pages)
    {
        var ranking = commit.End is { Ranking.IsDefault: false } ? commit.End.Ranking : [];
        var (changes, chunks) = (commit.Changes.IsDefault ? [] : commit.Changes, commit.Chunks.IsDefault ? [] : commit.Chunks);
        var values = new List<RedisValue>(11 + (2 * changes.Length) + chunks.Length)
        {
            commit.Run.Attempt,
            commit.Run.Token,
            commit.Sequence,
            Instants.Micros(commit.Lease),
            scan.Channel,
            commit.Estimate is not var (p50, p90) ? "" : p90 is { } latest ? string.Create(CultureInfo.InvariantCulture, $"{p50.UtcTicks} {latest.UtcTicks}") : p50.UtcTicks,
            commit.Top.IsDefault ? "" : OpportunityCodec.Write(commit.Top),
            commit.End is { } end ? (int)end.Cause : "",
            HighestStrategy(chunks),
            changes.Length,
        };
        foreach (var change in changes) values.Add(HeadFields.Outcome(change.Strategy));
        foreach (var change in changes) values.Add(change.Outcome is { } outcome ? OutcomeCodec.Write(outcome) : OutcomeCodec.Nothing);
        var found = chunks.Where(static c => !c.Opportunities.IsDefault).SelectMany(static c => c.Opportunities).ToList();
        values.AddRange([found.Count, ranking.Length, HighestPlace(ranking), staged]);
        values.AddRange(found.Select(static o => (RedisValue)o.Utf8));
        values.AddRange(pages);
        return [.. values];
    }

    /// <summary>What the script compares with the number of opportunities; of a place that there cannot be, more than there are.</summary>
    private static int HighestPlace(ImmutableArray<int> ranking)
    {
        var highest = -1;
        foreach (var place in ranking) highest = place < 0 ? int.MaxValue : Math.Max(highest, place);
        return highest;
    }

    /// <summary>What the script compares with the number of strategies; of a chunk that no plan could have, more than any plan has.</summary>
    private static int HighestStrategy(ImmutableArray<OpportunityChunk> chunks)
    {
        var highest = -1;
        foreach (var chunk in chunks)
            highest = chunk.Strategy < 0 || chunk.Opportunities.IsDefault ? int.MaxValue : Math.Max(highest, chunk.Strategy);
        return highest;
    }

    private static RedisValue[] RestoreArguments(ScanRecord record, TimeSpan lease, ScanKeys scan, int staged, List<RedisValue> inline)
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
        if (state.Outcomes.Count(static o => o.Status == StrategyStatus.NotApplicable) is > 0 and var notApplicable)
            fields.AddRange([(HeadFields.NotApplicable, notApplicable), (HeadFields.Format, HeadCodec.FormatNotApplicable)]);
        if (state.Worker is { } worker) fields.Add((HeadFields.Worker, worker));
        if (state.StartedAt is { } started) fields.Add((HeadFields.StartedAt, Instants.Micros(started)));
        if (record.Estimate is { } estimate) fields.Add((HeadFields.EstimatedEndAt, estimate.P50.UtcTicks));
        if (record.Estimate?.P90 is { } latest) fields.Add((HeadFields.LatestEndAt, latest.UtcTicks));
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
            staged + inline.Count,
            staged,
            fields.Count,
        };
        foreach (var (name, value) in fields) values.AddRange([name, value]);
        values.AddRange(inline);
        return [.. values];
    }
}
