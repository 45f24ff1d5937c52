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

    private readonly NewerScans _newer;

    /// <summary>The highest turn that was served, as far as this process knows: so partitions learn from each other how far the turns are.</summary>
    private long _served;

    public async ValueTask<ClaimedScan?> ClaimAsync(ScanClaim claim, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claim);
        if (_asked.Of(claim.RunToken) is { } asked && await ClaimAsync(claim, new WaitingScan(asked, 0, ""), cancellationToken).ConfigureAwait(false) is { } granted) return granted;
        while (true)
        {
            var peek = await _caller.CallAsync("peek", PeekAsync, (Store: this, Claim: claim), cancellationToken).ConfigureAwait(false);
            if (claim.IsBusy) return null;
            if (peek.IsIncomplete) continue;
            var waiting = peek.Scans.FindAll(s => !_newer.Contains(s.Keys.Member));
            if (waiting.Count == 0) return null;
            foreach (var scan in waiting.OrderBy(static s => s.Order).ThenBy(static s => s.Arrival, StringComparer.Ordinal))
            {
                if (await ClaimAsync(claim, scan, cancellationToken).ConfigureAwait(false) is { } claimed) return claimed;
            }

            if (claim.SparesLapsed) return null; // what was spared is still due
        }
    }

    /// <summary>What waits in each partition. A cluster is asked partition by partition, another server by many at once, but all in one go.</summary>
    private static async Task<Peek> PeekAsync(IDatabase database, (RedisScanStore Store, ScanClaim Claim) wanted)
    {
        var (store, claim) = wanted;
        var kind = claim.Runnable?.Digest ?? "any";
        RedisValue[] values =
        [
            claim.IsBusy ? 0 : (claim.SparesLapsed ? SparingPeekCount : PeekCount) + store._newer.Count,
            kind,
            claim.Runnable?.Text ?? Anything,
            Volatile.Read(ref store._served),
            (long)KindLifetime.TotalMilliseconds,
        ];
        var together = store._connection.IsCluster ? 1 : PartitionsAtOnce;
        var all = await Task.WhenAll(Enumerable.Range(0, store._keys.Partitions).Chunk(together).Select(async some =>
        {
            var keys = Array.ConvertAll(some, p => (RedisKey[])[store._keys.Due[p], store._keys.Waiting[p], store._keys.Turns[p], store._keys.Ready(p, kind)]);
            var reply = await RedisConnection.EvaluateAsync(database, RedisScript.Peek, [.. keys.SelectMany(static k => k)], values).ConfigureAwait(false);
            return Peek.Read(reply, some[0], store._keys);
        })).ConfigureAwait(false);
        store.NoteServed(all.Max(static p => p.Served));
        return new Peek(all.Max(static p => p.Served), all.Any(static p => p.IsIncomplete), [.. all.SelectMany(static p => p.Scans)]);
    }

    /// <summary>A claim whose answer was lost is asked for again, with its token: of the same scan, so that no lease is left that nobody holds.</summary>
    private async ValueTask<ClaimedScan?> ClaimAsync(ScanClaim claim, WaitingScan scan, CancellationToken cancellationToken)
    {
        _asked.Note(claim.RunToken, scan.Keys);
        RedisValue[] values =
        [
            claim.Worker, claim.RunToken, Instants.Micros(claim.Lease), scan.Keys.Member, scan.Keys.Channel, scan.Arrival,
            claim.Runnable?.Text ?? Anything, _keys.WorkChannel, WorkMessage.Due, claim.SparesLapsed ? 1 : 0,
        ];
        return await _caller.EvaluateAsync(RedisScript.Claim, scan.Keys.All, values, reply => ReadClaim(reply, scan), cancellationToken).ConfigureAwait(false);
    }

    private ClaimedScan? ReadClaim(RedisResult reply, WaitingScan scan)
    {
        var answer = (RedisResult[])reply!;
        if (answer.Length == 1) _newer.Add(scan.Keys.Member, (int)answer[0]);
        if (answer.Length < 2) return null;
        NoteServed(scan.Order);
        return new ClaimedScan(Snapshot(answer[1]).State, Chunks(answer[2]), Instants.Instant((long)answer[0])) { IsRunnable = (int)answer[3] == 1 };
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

    private static ImmutableArray<OpportunityChunk> Chunks(RedisResult found) =>
        [.. ((RedisValue[])found!).Select(OpportunityCodec.ReadChunk)];
}
