using System.Collections.Immutable;
using System.Runtime.CompilerServices;
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

    private static readonly RedisValue[] SummaryFields =
    [
        HeadFields.Status, HeadFields.Version, HeadFields.CreatedAt, HeadFields.EndedAt, HeadFields.Open, HeadFields.Found, HeadFields.Facts,
    ];

    public async ValueTask<ScanSnapshot?> FindAsync(ScanKey key, CancellationToken cancellationToken) => HeadCodec.Read(
        await _caller.CallAsync("find", static (d, head) => d.HashGetAllAsync(head, CommandFlags.DemandMaster), _keys.Of(key).Head, cancellationToken)
            .ConfigureAwait(false));

    public async ValueTask<ScanSnapshot?> FindByRequestAsync(OwnerId owner, Fingerprint fingerprint, CancellationToken cancellationToken)
    {
        var packed = await _caller.CallAsync(
            "find by request",
            static (d, s) => d.HashGetAsync(s.Requests, s.request, CommandFlags.DemandMaster),
            (OfOwner(owner).Requests, request: KeySpace.Request(fingerprint)),
            cancellationToken).ConfigureAwait(false);
        return packed.IsNullOrEmpty ? null : await FirstAsync(owner, RequestCodec.NewestFirst(packed.ToString()), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<ScanSnapshot?> FindLatestAsync(OwnerId owner, CancellationToken cancellationToken)
    {
        for (var first = 0; ; first += LatestAtOnce)
        {
            var ids = await IdsAsync(owner, first, first + LatestAtOnce - 1, cancellationToken).ConfigureAwait(false);
            if (await FirstAsync(owner, ids, cancellationToken).ConfigureAwait(false) is { } latest) return latest;
            if (ids.Count < LatestAtOnce) return null;
        }
    }

    public async ValueTask<bool> IsExpiredAsync(ScanKey key, CancellationToken cancellationToken)
    {
        var scan = _keys.Of(key);
        return (int)await _caller.EvaluateAsync(RedisScript.Expired, [scan.Head, scan.Gone], [], cancellationToken).ConfigureAwait(false) == 1;
    }

    public async ValueTask<StoredResults?> ReadResultsAsync(ScanKey key, int offset, int count, CancellationToken cancellationToken)
    {
        var scan = _keys.Of(key);
        var start = Math.Max(0L, offset);
        var end = start + Math.Max(0L, count);
        var firstPage = start / OpportunityCodec.PageSize;
        var lastPage = end == start ? firstPage - 1 : (end - 1) / OpportunityCodec.PageSize;
        var answer = (RedisResult[])(await _caller.EvaluateAsync(
            RedisScript.Results, [scan.Head, scan.Found], [firstPage, lastPage], cancellationToken).ConfigureAwait(false))!;
        if (answer.Length == 0) return null;
        var snapshot = Snapshot(answer[0]);
        if (!snapshot.IsTerminal) return new StoredResults(snapshot, [.. Chunks(answer[1]).SelectMany(static c => c.Opportunities)]);
        var skipped = (int)(start - (firstPage * OpportunityCodec.PageSize));
        return new StoredResults(snapshot, Slice((RedisValue[])answer[1]!, skipped, end - start));
    }

    public async IAsyncEnumerable<ScanSummary> ListAsync(OwnerId owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ids = await IdsAsync(owner, 0, -1, cancellationToken).ConfigureAwait(false);
        foreach (var some in ids.Chunk(SummariesAtOnce))
        {
            var keys = Array.ConvertAll(some, id => new ScanKey(owner, id));
            var heads = Array.ConvertAll(keys, key => _keys.Of(key).Head);
            var all = await _caller.CallAsync(
                "list",
                static (d, h) => Task.WhenAll(h.Select(head => d.HashGetAsync(head, SummaryFields, CommandFlags.DemandMaster))),
                heads,
                cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < all.Length; i++)
            {
                if (Summary(keys[i], all[i]) is { } summary) yield return summary;
            }
        }
    }

    private ScanKeys OfOwner(OwnerId owner) => _keys.Of(new ScanKey(owner, default));

    /// <summary>The owner's scans, newest first; some of them may have expired.</summary>
    private async ValueTask<List<ScanId>> IdsAsync(OwnerId owner, long first, long last, CancellationToken cancellationToken)
    {
        var members = await _caller.CallAsync(
            "list",
            static (d, s) => d.SortedSetRangeByRankAsync(s.Owner, s.first, s.last, Order.Descending, CommandFlags.DemandMaster),
            (OfOwner(owner).Owner, first, last),
            cancellationToken).ConfigureAwait(false);
        return [.. members.Select(static m => new ScanId(m.ToString().Split(' ', 2)[0]))];
    }

    /// <summary>The first of these scans that is still there.</summary>
    private async ValueTask<ScanSnapshot?> FirstAsync(OwnerId owner, IEnumerable<ScanId> ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            if (await FindAsync(new ScanKey(owner, id), cancellationToken).ConfigureAwait(false) is { } found) return found;
        }

        return null;
    }

    private static ScanSummary? Summary(ScanKey key, RedisValue[] fields)
    {
        if (fields[0].IsNull) return null;
        var total = HeadCodec.Strategies(fields[6]);
        return new ScanSummary(
            key,
            (ScanStatus)(int)fields[0],
            (long)fields[1],
            Instants.Instant((long)fields[2]),
            fields[3].IsNull ? null : Instants.Instant((long)fields[3]),
            total - (int)fields[4],
            total,
            (int)fields[5]);
    }

    private static ImmutableArray<Opportunity> Slice(RedisValue[] pages, int skipped, long count) =>
        [.. pages.SelectMany(static p => OpportunityCodec.Read(p)).Skip(skipped).Take((int)Math.Min(count, int.MaxValue))];
}
