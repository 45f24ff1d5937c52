using System.Collections.Concurrent;

namespace OpportunityScan.Storage.InMemory;

/// <summary>Remembers for a while that there was a scan. Bounded. Written under the store's lock, asked without.</summary>
internal sealed class Tombstones(int capacity)
{
    private readonly ConcurrentDictionary<ScanKey, Tombstone> _byKey = new(concurrencyLevel: 1, capacity: 31);
    private readonly Agenda<ScanKey> _byEnd = new();
    private long _order;

    internal int Count => _byEnd.Count;

    internal bool Has(ScanKey key, DateTimeOffset now) => _byKey.TryGetValue(key, out var tombstone) && tombstone.Until > now;

    internal void Add(ScanKey key, DateTimeOffset until)
    {
        Remove(key);
        var tombstone = new Tombstone(until, ++_order);
        _byKey[key] = tombstone;
        _byEnd.Add(until, tombstone.Order, key);
        while (_byEnd.Count > capacity && _byEnd.TryFirst(out var first)) Remove(first);
    }

    /// <summary>Forgets at most <paramref name="count"/> whose time has come.</summary>
    internal void Sweep(DateTimeOffset now, int count)
    {
        while (count-- > 0 && _byEnd.TryFirst(out var first) && !Has(first, now)) Remove(first);
    }

    internal void Remove(ScanKey key)
    {
        if (_byKey.TryRemove(key, out var tombstone)) _byEnd.Remove(tombstone.Until, tombstone.Order);
    }

    private readonly record struct Tombstone(DateTimeOffset Until, long Order);
}
