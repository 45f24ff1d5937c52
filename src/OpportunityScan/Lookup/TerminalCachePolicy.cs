using Microsoft.Extensions.Caching.Memory;
using OpportunityScan.Storage;

namespace OpportunityScan.Lookup;

/// <summary>
/// Answers queries by id from a bounded cache of terminal snapshots. They are immutable, so it can never be stale; a running scan never
/// enters it. It forgets a scan when its retention ends, by the store's clock, and all of them when the store may have lost what it held.
/// </summary>
/// <remarks>
/// An id that a caller chose may be given to another scan once a store has lost the first one, in any process; so only scans are kept whose id was
/// drawn for them.
/// </remarks>
internal sealed class TerminalCachePolicy(int capacity, TimeProvider timeProvider, IScanStore? store = null) : IScanLookupPolicy, IDisposable
{
    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = capacity });

    public string Name => "terminal-cache";

    public ValueTask<LookupAnswer> LookupAsync(ScanQuery query, CancellationToken cancellationToken)
    {
        if (query.Kind != ScanQueryKind.ById || !_cache.TryGetValue(query.Key, out Entry? entry)) return new(LookupAnswer.Pass);
        if (entry!.Generation == Generation && entry.Snapshot.ExpiresAt > Now) return new(LookupAnswer.Found(entry.Snapshot));
        _cache.Remove(query.Key);
        return new(LookupAnswer.Pass);
    }

    private DateTimeOffset Now => store?.Now ?? timeProvider.GetUtcNow();

    private long Generation => store?.Generation ?? 0;

    /// <summary>Keeps a snapshot if it is terminal and its id was drawn.</summary>
    internal void Remember(ScanSnapshot snapshot)
    {
        if (snapshot.IsTerminal && snapshot.State.HasDrawnId())
            _cache.Set(snapshot.Key, new Entry(snapshot, Generation), new MemoryCacheEntryOptions { Size = 1 });
    }

    /// <summary>Forgets the scan that the id had before the one that was read.</summary>
    internal void Supersede(ScanSnapshot read)
    {
        if (_cache.TryGetValue(read.Key, out Entry? entry) && !entry!.Snapshot.State.IsSameLife(read.State)) _cache.Remove(read.Key);
    }

    public void Dispose() => _cache.Dispose();

    private sealed record Entry(ScanSnapshot Snapshot, long Generation);
}
