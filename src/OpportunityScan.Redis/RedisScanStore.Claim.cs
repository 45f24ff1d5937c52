using System.Collections.Immutable;
using OpportunityScan.Redis.Claiming;
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
    /// <summary>How many scans of a partition are named in one go: where workers compete, the first is often gone when it is asked for.</summary>
    private const int PeekCount = 4;

    /// <summary>How many partitions one script looks at: more would hold up others.</summary>
    private const int PartitionsAtOnce = 64;

    /// <summary>More for a worker that spares what has lapsed: that may stand in front of what waits.</summary>
    private const int SparingPeekCount = 16;

    /// <summary>How long what is kept for a kind of worker lives after the last of its kind.</summary>
    private static readonly TimeSpan KindLifetime = TimeSpan.FromHours(1);

    private const string ClaimOperation = "claim";

    private readonly PassedScans _passed;

    /// <summary>The highest turn that was served, as far as this process knows: so partitions learn from each other how far the turns are.</summary>
    private long _served;

    public async ValueTask<ClaimedScan?> ClaimAsync(ScanClaim claim, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var calls = _caller.Begin(cancellationToken);
        await KeysAsync(calls).ConfigureAwait(false);
        if (_asked.Of(claim.RunToken) is { } asked
            && await ClaimUnlessDamagedAsync(claim, new WaitingScan(asked, 0, ""), calls).ConfigureAwait(false) is { } granted)
            return granted;
        while (true)
        {
            var layout = _connection.Layout;
            var peek = await calls.CallAsync("peek", PeekAsync, (Store: this, layout, Claim: claim)).ConfigureAwait(false);
            if (!_connection.IsCluster && !string.Equals(peek.Layout, layout.Text, StringComparison.Ordinal))
            {
                await IsRelaidAsync(calls).ConfigureAwait(false);
                continue;
            }

            if (claim.IsBusy) return null;
            if (peek.IsIncomplete) continue;
            var waiting = peek.Scans.FindAll(s => !_passed.Contains(s.Keys.Member));
            if (waiting.Count == 0 && await IsClusterRelaidAsync(calls).ConfigureAwait(false)) continue;
            if (waiting.Count == 0) return null;
            foreach (var scan in waiting.OrderBy(static s => s.Order).ThenBy(static s => s.Arrival, StringComparer.Ordinal))
            {
                if (await ClaimUnlessDamagedAsync(claim, scan, calls).ConfigureAwait(false) is { } claimed) return claimed;
            }

            if (claim.SparesLapsed) return null; // what was spared is still due
        }
    }

    /// <summary>What waits in each partition. A cluster is asked partition by partition, another server by many at once, but all in one go.</summary>
    private static async Task<Peek> PeekAsync(IDatabase database, (RedisScanStore Store, StoreLayout Layout, ScanClaim Claim) wanted)
    {
        var (store, claim, names) = (wanted.Store, wanted.Claim, wanted.Layout.Keys);
        var kind = claim.Runnable?.Digest ?? "any";
        RedisValue[] values =
        [
            claim.IsBusy ? 0 : (claim.SparesLapsed ? SparingPeekCount : PeekCount) + store._passed.Count,
            kind,
            claim.Runnable?.Text ?? Anything,
            Volatile.Read(ref store._served),
            (long)KindLifetime.TotalMilliseconds,
        ];
        var together = store._connection.IsCluster ? 1 : PartitionsAtOnce;
        var all = await Task.WhenAll(Enumerable.Range(0, names.Partitions).Chunk(together).Select(async some =>
        {
            var keys = Array.ConvertAll(some, p => (RedisKey[])[names.Due[p], names.Waiting[p], names.Turns[p], names.Ready(p, kind)]);
            RedisKey[] config = store._connection.IsCluster ? [] : [names.Config];
            var reply = await RedisConnection.EvaluateAsync(database, RedisScript.Peek, [.. keys.SelectMany(static k => k), .. config], values).ConfigureAwait(false);
            return Peek.Read(reply, some[0], names);
        })).ConfigureAwait(false);
        store._connection.Clock.Hear(all.Max(static p => p.Now));
        store.NoteServed(all.Max(static p => p.Served));
        return new Peek(all.Max(static p => p.Served), all.Any(static p => p.IsIncomplete), [.. all.SelectMany(static p => p.Scans)], all[^1].Layout, all[^1].Now);
    }

    /// <summary>One scan that cannot be read keeps nobody from those behind it.</summary>
    private async ValueTask<ClaimedScan?> ClaimUnlessDamagedAsync(ScanClaim claim, WaitingScan scan, RedisCalls calls)
    {
        try
        {
            return await ClaimAsync(claim, scan, calls).ConfigureAwait(false);
        }
        catch (ScanStoreUnavailableException e) when (StoreErrors.IsDamage(e))
        {
            _passed.Damaged(scan.Keys.Member, e);
            return null;
        }
    }

    /// <summary>A claim whose answer was lost is asked for again, with its token: of the same scan, so that no lease is left that nobody holds.</summary>
    private async ValueTask<ClaimedScan?> ClaimAsync(ScanClaim claim, WaitingScan scan, RedisCalls calls)
    {
        _asked.Note(claim.RunToken, scan.Keys);
        RedisValue[] values =
        [
            claim.Worker, claim.RunToken, Instants.Micros(claim.Lease), scan.Keys.Member, scan.Keys.Channel, scan.Arrival,
            claim.Runnable?.Text ?? Anything, Keys.WorkChannel, WorkMessage.Due, claim.SparesLapsed ? 1 : 0,
        ];
        var answer = await calls.EvaluateAsync(RedisScript.Claim, scan.Keys.All, values, reply => ReadClaim(reply, scan))
            .ConfigureAwait(false);
        if (answer is not { } claimed) return null;
        await ReadOnAsync(scan.Keys, claimed.Snapshot, claimed.Recorded, claimed.Total, calls).ConfigureAwait(false);
        var whole = claimed.IsEarlier
            ? await ConvertAsync(claim, claimed, calls).ConfigureAwait(false)
            : new ClaimedScan(claimed.Snapshot.State, RedisCalls.Read(ClaimOperation, Chunks, claimed), claimed.Now);
        return whole is null ? null : whole with { IsRunnable = claimed.IsRunnable };
    }

    private Claimed? ReadClaim(RedisResult reply, WaitingScan scan)
    {
        var answer = (RedisResult[])reply!;
        if (answer.Length == 1) _passed.Newer(scan.Keys.Member, (int)answer[0]);
        if (answer.Length < 2) return null;
        NoteServed(scan.Order);
        var head = (RedisResult[])answer[1]!;
        return new Claimed(
            Snapshot(answer[1]), HeadCodec.Top(head), new List<RedisValue>((RedisValue[])answer[3]!), (int)answer[2],
            !HeadCodec.Has(head, HeadFields.Recorded), (int)answer[4] == 1, Instants.Instant((long)answer[0]));
    }

    private void NoteServed(long turn)
    {
        for (var known = Volatile.Read(ref _served); turn > known;)
        {
            var before = Interlocked.CompareExchange(ref _served, turn, known);
            if (before == known) return;
            known = before;
        }
    }

    /// <summary>A scan that a process of an earlier version has left behind: what it has found is written again in today's form.</summary>
    private async ValueTask<ClaimedScan?> ConvertAsync(ScanClaim claim, Claimed claimed, RedisCalls calls)
    {
        var found = RedisCalls.Read(ClaimOperation, EarlierChunks, claimed);
        var state = claimed.Snapshot.State with { Version = claimed.Snapshot.Version + 1 };
        var record = new ScanRecord(state, found, claimed.Top, claimed.Snapshot.Estimate);
        var reply = await RestoreAsync(record, claim.Lease, calls).ConfigureAwait(false);
        return reply.Status == CommitStatus.Accepted ? new ClaimedScan(state with { Version = reply.Version }, found, claimed.Now) : null;
    }

    private static ImmutableArray<OpportunityChunk> EarlierChunks(Claimed claimed) =>
        [.. claimed.Recorded.Select(OpportunityCodec.ReadChunk)];

    /// <summary>What was recorded, in its order, by strategies.</summary>
    private static ImmutableArray<OpportunityChunk> Chunks(Claimed claimed)
    {
        var (plan, recorded) = (claimed.Snapshot.Plan, claimed.Recorded);
        var places = new Dictionary<StrategyId, int>(plan.Strategies.Length);
        for (var i = 0; i < plan.Strategies.Length; i++) places[plan.Strategies[i].Id] = i;
        var chunks = ImmutableArray.CreateBuilder<OpportunityChunk>();
        var some = ImmutableArray.CreateBuilder<AcceptedOpportunity>();
        foreach (var value in recorded)
        {
            var opportunity = OpportunityCodec.ReadOne(value);
            if (some.Count > 0 && some[^1].Value.Strategy != opportunity.Value.Strategy) Close();
            some.Add(opportunity);
        }

        Close();
        return chunks.DrainToImmutable();

        void Close()
        {
            if (some.Count > 0) chunks.Add(new OpportunityChunk(places[some[^1].Value.Strategy], some.DrainToImmutable()));
        }
    }

    /// <summary>What the script answers.</summary>
    /// <param name="Snapshot">The scan.</param>
    /// <param name="Top">Its best opportunities.</param>
    /// <param name="Recorded">The first elements of what was recorded.</param>
    /// <param name="Total">How many there are.</param>
    /// <param name="IsEarlier">Whether a process of an earlier version has written them: chunks in place of single opportunities.</param>
    /// <param name="IsRunnable">Whether anybody can run it.</param>
    /// <param name="Now">The store's clock.</param>
    private sealed record Claimed(
        ScanSnapshot Snapshot, ImmutableArray<AcceptedOpportunity> Top, List<RedisValue> Recorded, int Total, bool IsEarlier, bool IsRunnable, DateTimeOffset Now);
}
