using System.Collections.Immutable;
using OpportunityScan.Redis.Connection;
using OpportunityScan.Redis.Keys;
using OpportunityScan.Redis.Scripting;
using OpportunityScan.Redis.Serialization;
using OpportunityScan.Storage;
using StackExchange.Redis;

namespace OpportunityScan.Redis;

internal sealed partial class RedisScanStore
{
    /// <summary>How many due scans of a partition are looked at in one go: where workers compete, the first is often gone when it is asked for.</summary>
    private const int PeekCount = 4;

    /// <summary>More for a worker that spares what has lapsed: that may stand in front of what waits.</summary>
    private const int SparingPeekCount = 16;

    public async ValueTask<ClaimedScan?> ClaimAsync(ScanClaim claim, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claim);
        if (_asked.Of(claim.RunToken) is { } asked && await ClaimAsync(claim, asked, cancellationToken).ConfigureAwait(false) is { } granted) return granted;
        while (true)
        {
            var due = await _caller.CallAsync("peek", PeekAsync, (this, claim.SparesLapsed), cancellationToken).ConfigureAwait(false);
            if (due.Count == 0) return null;
            foreach (var (scan, _) in due.OrderBy(static d => d.Since))
            {
                if (await ClaimAsync(claim, scan, cancellationToken).ConfigureAwait(false) is { } claimed) return claimed;
            }

            if (claim.SparesLapsed) return null; // what was spared is still due
        }
    }

    /// <summary>What is due in each partition. A cluster is asked partition by partition, but in one go.</summary>
    private static async Task<List<(ScanKeys Scan, long Since)>> PeekAsync(
        IDatabase database, (RedisScanStore Store, bool SparesLapsed) peek)
    {
        var (store, due) = (peek.Store, peek.Store._keys.Due);
        RedisValue[] count = [peek.SparesLapsed ? SparingPeekCount : PeekCount];
        if (!store._connection.IsCluster) return Due(await RedisConnection.EvaluateAsync(database, RedisScript.Peek, due, count).ConfigureAwait(false), 0, store._keys);
        var all = await Task.WhenAll(due.Select(key => RedisConnection.EvaluateAsync(database, RedisScript.Peek, [key], count))).ConfigureAwait(false);
        return [.. all.SelectMany((reply, partition) => Due(reply, partition, store._keys))];
    }

    private static List<(ScanKeys Scan, long Since)> Due(RedisResult reply, int firstPartition, KeySpace keys)
    {
        var parts = (RedisResult[])reply!;
        var due = new List<(ScanKeys, long)>(parts.Length / 3);
        for (var i = 0; i < parts.Length; i += 3)
            due.Add((keys.OfMember(firstPartition + (int)parts[i] - 1, parts[i + 1].ToString()), (long)parts[i + 2]));
        return due;
    }

    /// <summary>A claim whose answer was lost is asked for again, with its token: of the same scan, so that no lease is left that nobody holds.</summary>
    private async ValueTask<ClaimedScan?> ClaimAsync(ScanClaim claim, ScanKeys scan, CancellationToken cancellationToken)
    {
        _asked.Note(claim.RunToken, scan);
        RedisValue[] values =
            [claim.Worker, claim.RunToken, Instants.Micros(claim.Lease), scan.Member, scan.Channel, claim.SparesLapsed ? 1 : 0];
        return await _caller.EvaluateAsync(RedisScript.Claim, scan.All, values, ReadClaim, cancellationToken).ConfigureAwait(false);
    }

    private static ClaimedScan? ReadClaim(RedisResult reply)
    {
        var answer = (RedisResult[])reply!;
        return answer.Length == 0 ? null : new ClaimedScan(Snapshot(answer[1]).State, Chunks(answer[2]), Instants.Instant((long)answer[0]));
    }

    private static ImmutableArray<OpportunityChunk> Chunks(RedisResult found) =>
        [.. ((RedisValue[])found!).Select(OpportunityCodec.ReadChunk)];
}
