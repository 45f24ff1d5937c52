using Microsoft.Extensions.Caching.Memory;

namespace OpportunityScan.Lookup;

/// <summary>
/// Answers queries by id from a bounded cache of terminal snapshots. They are immutable, so it can never be stale; a running scan never
/// enters it. It forgets a scan when its retention ends.
/// </summary>
internal sealed class TerminalCachePolicy(int capacity, TimeProvider timeProvider) : IScanLookupPolicy, IDisposable
{
    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = capacity });

    public string Name => "terminal-cache";

    public ValueTask<LookupAnswer> LookupAsync(ScanQuery query, CancellationToken cancellationToken)
    {
        if (query.Kind != ScanQueryKind.ById || !_cache.TryGetValue(query.Key, out ScanSnapshot? snapshot)) return new(LookupAnswer.Pass);
        if (snapshot!.State.ExpiresAt > timeProvider.GetUtcNow()) return new(LookupAnswer.Found(snapshot));
        _cache.Remove(query.Key);
        return new(LookupAnswer.Pass);
    }

    /// <summary>Keeps a snapshot if it is terminal.</summary>
    internal void Remember(ScanSnapshot snapshot)
    {
        if (snapshot.IsTerminal) _cache.Set(snapshot.Key, snapshot, new MemoryCacheEntryOptions { Size = 1 });
    }

    public void Dispose() => _cache.Dispose();
}
