using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using OpportunityScan.Redis.Connection;
using OpportunityScan.Redis.Keys;
using OpportunityScan.Redis.Scripting;
using OpportunityScan.Redis.Serialization;
using OpportunityScan.Storage;
using StackExchange.Redis;

namespace OpportunityScan.Redis;

internal sealed partial class RedisScanStore
{
    /// <summary>How many summaries are fetched at once.</summary>
    private const int SummariesAtOnce = 100;

    /// <summary>How many of an owner's newest scans are named at once; the first is nearly always still there.</summary>
    private const int LatestAtOnce = 8;

    /// <summary>Of as many strategies as scans commonly have, one read of these says all that a list shows.</summary>
    private const int SummarizedStrategies = 64;

    private static readonly RedisValue[] SummaryFields =
    [
        HeadFields.Status, HeadFields.Version, HeadFields.CreatedAt, HeadFields.StartedAt, HeadFields.EndedAt, HeadFields.Plan, HeadFields.Format,
        .. Enumerable.Range(0, SummarizedStrategies).Select(static i => (RedisValue)HeadFields.Outcome(i)),
    ];

    private const int FirstOutcome = 7;

    public ValueTask<ScanSnapshot?> FindAsync(ScanKey key, CancellationToken cancellationToken) =>
        FindAsync(key, _caller.Begin(cancellationToken));

    private ValueTask<ScanSnapshot?> FindAsync(ScanKey key, RedisCalls calls) =>
        _connection.IsReady ? FindAsync(Keys.Of(key).Head, calls) : FindOnceConnectedAsync(key, calls);

    private async ValueTask<ScanSnapshot?> FindOnceConnectedAsync(ScanKey key, RedisCalls calls)
    {
        var keys = await KeysAsync(calls).ConfigureAwait(false);
        return await FindAsync(keys.Of(key).Head, calls).ConfigureAwait(false);
    }

    private static ValueTask<ScanSnapshot?> FindAsync(RedisKey head, RedisCalls calls) => calls.CallAsync(
        "find",
        static async (d, h) => HeadCodec.Read(await d.HashGetAllAsync(h, CommandFlags.DemandMaster).ConfigureAwait(false)),
        head);

    public async ValueTask<ScanSnapshot?> FindByRequestAsync(OwnerId owner, Fingerprint fingerprint, CancellationToken cancellationToken)
    {
        var calls = _caller.Begin(cancellationToken);
        await KeysAsync(calls).ConfigureAwait(false);
        if (await NewestAsync(owner, fingerprint, calls).ConfigureAwait(false) is { } found) return found;
        return await IsRelaidAsync(calls).ConfigureAwait(false)
            ? await NewestAsync(owner, fingerprint, calls).ConfigureAwait(false)
            : null;
    }

    private async ValueTask<ScanSnapshot?> NewestAsync(OwnerId owner, Fingerprint fingerprint, RedisCalls calls)
    {
        var ids = await calls.CallAsync(
            "find by request",
            static async (d, s) => Ids(await d.HashGetAsync(s.Requests, s.request, CommandFlags.DemandMaster).ConfigureAwait(false)),
            (OfOwner(owner).Requests, request: KeySpace.Request(fingerprint))).ConfigureAwait(false);
        // An id may have another scan by now.
        return await FirstAsync(owner, ids, s => s.Plan.Fingerprint == fingerprint, calls).ConfigureAwait(false);

        static List<ScanId> Ids(RedisValue packed) => packed.IsNullOrEmpty ? [] : [.. RequestCodec.NewestFirst(packed.ToString())];
    }

    public async ValueTask<ScanSnapshot?> FindLatestAsync(OwnerId owner, CancellationToken cancellationToken)
    {
        var calls = _caller.Begin(cancellationToken);
        await KeysAsync(calls).ConfigureAwait(false);
        if (await LatestAsync(owner, calls).ConfigureAwait(false) is { } found) return found;
        return await IsRelaidAsync(calls).ConfigureAwait(false) ? await LatestAsync(owner, calls).ConfigureAwait(false) : null;
    }

    private async ValueTask<ScanSnapshot?> LatestAsync(OwnerId owner, RedisCalls calls)
    {
        for (var first = 0; ; first += LatestAtOnce)
        {
            var ids = await IdsAsync(owner, first, first + LatestAtOnce - 1, calls).ConfigureAwait(false);
            if (await FirstAsync(owner, ids, static _ => true, calls).ConfigureAwait(false) is { } latest) return latest;
            if (ids.Count < LatestAtOnce) return null;
        }
    }

    public async ValueTask<bool> IsExpiredAsync(ScanKey key, CancellationToken cancellationToken)
    {
        var calls = _caller.Begin(cancellationToken);
        var isExpired = await IsClusterRelaidAsync(calls).ConfigureAwait(false)
            ? null
            : await AskExpiredAsync(key, calls).ConfigureAwait(false);
        if (isExpired is { } told) return told;
        if (!_connection.IsCluster) await IsRelaidAsync(calls).ConfigureAwait(false);
        if (await FindAsync(key, calls).ConfigureAwait(false) is not null)
            throw new ScanStoreUnavailableException("The store was emptied and laid out anew while a scan was looked for; it is there, ask again.");
        return await AskExpiredAsync(key, calls).ConfigureAwait(false)
            ?? throw new ScanStoreUnavailableException("The store is just being laid out; ask again.");
    }

    /// <summary>Whether it has expired; <c>null</c> when the store is laid out in another way by now.</summary>
    private async ValueTask<bool?> AskExpiredAsync(ScanKey key, RedisCalls calls)
    {
        await KeysAsync(calls).ConfigureAwait(false);
        var layout = _connection.Layout;
        var scan = layout.Keys.Of(key);
        var (keys, values) = Checked(layout, ([scan.Head, scan.Gone], []));
        return await calls.EvaluateAsync(RedisScript.Expired, keys, values, ReadExpired).ConfigureAwait(false);

        static bool? ReadExpired(RedisResult reply) =>
            (reply.Resp2Type == ResultType.Integer ? (int)reply : 2) switch { 0 => false, 1 => true, -1 => null, _ => throw Unreadable(RedisScript.Expired) };
    }

    public async ValueTask<StoredResults?> ReadResultsAsync(ScanKey key, int offset, int count, CancellationToken cancellationToken)
    {
        var calls = _caller.Begin(cancellationToken);
        var scan = (await KeysAsync(calls).ConfigureAwait(false)).Of(key);
        var (start, most) = (Math.Max(0, offset), Math.Max(0, count));
        while (true)
        {
            var answer = await calls.EvaluateAsync(RedisScript.Results, [scan.Head, scan.Found, scan.Ranked], [start, most], ReadResults)
                .ConfigureAwait(false);
            if (answer is not { } read) return null;
            if (!read.Snapshot.IsTerminal
                && !await ReadOnAsync(scan, read.Snapshot, read.Elements, read.Total, calls).ConfigureAwait(false)) continue;
            return RedisCalls.Read(
                RedisScript.Results.Name,
                static r => r.read.IsEarlier
                    ? Earlier(r.read.Snapshot, r.read.Elements, r.start % OpportunityCodec.PageSize, r.most)
                    : new StoredResults(r.read.Snapshot, [.. r.read.Elements.Select(OpportunityCodec.ReadOne)], r.read.Total),
                (read, start, most));
        }
    }

    private static (ScanSnapshot Snapshot, int Total, List<RedisValue> Elements, bool IsEarlier)? ReadResults(RedisResult reply)
    {
        var answer = (RedisResult[])reply!;
        if (answer.Length == 0) return null;
        var isEarlier = !HeadCodec.Has((RedisResult[])answer[0]!, HeadFields.Recorded);
        return (Snapshot(answer[0]), (int)answer[1], new List<RedisValue>((RedisValue[])answer[2]!), isEarlier);
    }

    /// <summary>
    /// Reads the rest of what a scan had recorded when its snapshot was read, window by window. What was recorded stays where it is, whatever else the
    /// scan does meanwhile. Returns false when it was lost meanwhile, and the scan is to be read again.
    /// </summary>
    private static async ValueTask<bool> ReadOnAsync(
        ScanKeys scan, ScanSnapshot snapshot, List<RedisValue> items, int total, RedisCalls calls)
    {
        while (items.Count < total)
        {
            RedisValue[] values = [Instants.Micros(snapshot.CreatedAt), items.Count, total - 1];
            var more = await calls.Next.EvaluateAsync(RedisScript.Found, [scan.Head, scan.Found], values, ReadFound).ConfigureAwait(false);
            if (more is null) return false;
            if (more.Length == 0) return true; // dropped by the store: what is there is there
            items.AddRange(more);
        }

        return true;
    }

    private static RedisValue[]? ReadFound(RedisResult reply)
    {
        var answer = (RedisResult[])reply!;
        return answer.Length == 0 ? null : (RedisValue[])answer[0]!;
    }

    /// <summary>Results of a scan that a process of an earlier version has written: chunks, or once terminal pages of the ranking.</summary>
    private static StoredResults Earlier(ScanSnapshot snapshot, List<RedisValue> elements, int skipped, int count)
    {
        ImmutableArray<AcceptedOpportunity> items = snapshot.IsTerminal
            ? [.. elements.SelectMany(static p => OpportunityCodec.Read(p)).Skip(skipped).Take(count)]
            : [.. elements.SelectMany(static c => OpportunityCodec.ReadChunk(c).Opportunities)];
        return new StoredResults(snapshot, items, snapshot.Progress.Found);
    }

    public async IAsyncEnumerable<ScanSummary> ListAsync(OwnerId owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var calls = _caller.Begin(cancellationToken);
        await KeysAsync(calls).ConfigureAwait(false);
        var ids = await IdsAsync(owner, 0, -1, calls).ConfigureAwait(false);
        if (ids.Count == 0 && await IsRelaidAsync(calls).ConfigureAwait(false))
            ids = await IdsAsync(owner, 0, -1, calls).ConfigureAwait(false);
        foreach (var some in ids.Distinct().Chunk(SummariesAtOnce)) // an id that was used again is there twice, its last scan first
        {
            var keys = Array.ConvertAll(some, id => new ScanKey(owner, id));
            var summaries = await calls.Next.CallAsync("list", SummariesAsync, (Store: this, keys)).ConfigureAwait(false);
            foreach (var summary in summaries) yield return summary;
        }
    }

    private static async Task<List<ScanSummary>> SummariesAsync(IDatabase database, (RedisScanStore Store, ScanKey[] Keys) wanted)
    {
        var all = await Task.WhenAll(wanted.Keys.Select(key => SummaryAsync(database, wanted.Store, key))).ConfigureAwait(false);
        return [.. all.OfType<ScanSummary>()];
    }

    private static async Task<ScanSummary?> SummaryAsync(IDatabase database, RedisScanStore store, ScanKey key)
    {
        var head = store.Keys.Of(key).Head;
        var fields = await database.HashGetAsync(head, SummaryFields, CommandFlags.DemandMaster).ConfigureAwait(false);
        if (fields.Length != SummaryFields.Length)
            throw new InvalidDataException("The answer has another number of fields than were asked for.");
        if (store.UnlessDamaged(key, () => Summary(fields)) is not var (summary, isWhole)) return null;
        if (isWhole) return summary;
        var whole = await database.HashGetAllAsync(head, CommandFlags.DemandMaster).ConfigureAwait(false);
        return store.UnlessDamaged(key, () => HeadCodec.Read(whole) is { } scan ? (ScanSummary.Of(scan.State), true) : null)?.Summary;
    }

    private ScanKeys OfOwner(OwnerId owner) => Keys.Of(new ScanKey(owner, default));

    /// <summary>The owner's scans, newest first; some of them may have expired.</summary>
    private async ValueTask<List<ScanId>> IdsAsync(OwnerId owner, long first, long last, RedisCalls calls)
    {
        return await calls.CallAsync(
            "list",
            static async (d, s) => Ids(
                await d.SortedSetRangeByRankAsync(s.Owner, s.first, s.last, Order.Descending, CommandFlags.DemandMaster).ConfigureAwait(false)),
            (OfOwner(owner).Owner, first, last)).ConfigureAwait(false);

        static List<ScanId> Ids(RedisValue[] members) => [.. members.Select(static m => new ScanId(m.ToString().Split(' ', 2)[0]))];
    }

    /// <summary>The first of these scans that is still there, and what it is taken for.</summary>
    private async ValueTask<ScanSnapshot?> FirstAsync(
        OwnerId owner, IEnumerable<ScanId> ids, Func<ScanSnapshot, bool> isMeant, RedisCalls calls)
    {
        foreach (var id in ids)
        {
            if (await FindAsync(new ScanKey(owner, id), calls).ConfigureAwait(false) is { } found && isMeant(found)) return found;
        }

        return null;
    }

    /// <summary>One scan that cannot be read keeps nobody from the others.</summary>
    private (ScanSummary Summary, bool IsWhole)? UnlessDamaged(ScanKey key, Func<(ScanSummary Summary, bool IsWhole)?> read)
    {
        try
        {
            return read();
        }
#pragma warning disable CA1031 // It came from outside, and may be anything.
        catch (Exception e) when (e is not ScanStoreUnavailableException)
#pragma warning restore CA1031
        {
            _logger.DamagedInList(e, key.Id);
            return null;
        }
    }

    /// <summary>A summary of its fields, and whether these were all; <c>null</c> where there is no scan.</summary>
    private static (ScanSummary Summary, bool IsWhole)? Summary(RedisValue[] fields)
    {
        if (fields[0].IsNull) return null;
        if (!fields[6].IsNull) HeadCodec.CheckFormat((int)fields[6]);
        var plan = HeadCodec.ReadPlan(fields[5]);
        var known = Math.Min(plan.Strategies.Length, SummarizedStrategies);
        var summary = new ScanSummary(
            plan,
            (ScanStatus)(int)fields[0],
            (long)fields[1],
            Instants.Instant((long)fields[2]),
            fields[3].IsNull ? null : Instants.Instant((long)fields[3]),
            fields[4].IsNull ? null : Instants.Instant((long)fields[4]),
            ScanProgress.Of([.. fields.AsSpan(FirstOutcome, known).ToArray().Select(HeadCodec.ReadOutcome)]));
        return (summary, known == plan.Strategies.Length);
    }
}
