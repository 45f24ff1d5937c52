namespace OpportunityScan.Lookup;

/// <summary>
/// Snapshots that this process has read lately, for when the store is out of reach. Never an answer: only shown beside one that says that nobody
/// knows. Bounded: of two generations the older one goes when the younger is full.
/// </summary>
internal sealed class LastKnownScans(int capacity, TimeProvider timeProvider)
{
    private readonly Lock _gate = new();
    private Dictionary<ScanKey, ScanSnapshot> _young = [];
    private Dictionary<ScanKey, ScanSnapshot> _old = [];

    /// <summary>Keeps a snapshot unless a newer one of the same life of the id is known.</summary>
    internal void Remember(ScanSnapshot snapshot)
    {
        lock (_gate)
        {
            if (Known(snapshot.Key) is { } known && known.State.IsSameLife(snapshot.State) && known.Version > snapshot.Version) snapshot = known;
            if (_young.Count >= capacity / 2 && !_young.ContainsKey(snapshot.Key)) (_old, _young) = (_young, []);
            _young[snapshot.Key] = snapshot;
        }
    }

    /// <summary>The newest snapshot of the owner's scan that is known, unless its retention has ended.</summary>
    internal ScanSnapshot? Of(ScanKey key)
    {
        lock (_gate) return Known(key) is { } known && !(known.ExpiresAt <= timeProvider.GetUtcNow()) ? known : null;
    }

    private ScanSnapshot? Known(ScanKey key) => _young.GetValueOrDefault(key) ?? _old.GetValueOrDefault(key);
}
