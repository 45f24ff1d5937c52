namespace OpportunityScan.Storage.InMemory;

/// <summary>The scans of an owner, or of one request: newest first. Written under the store's lock; <see cref="Newest"/> is read without.</summary>
internal sealed class Chain
{
    private readonly LinkedList<StoredScan> _scans = new();
    private volatile StoredScan? _newest;

    internal StoredScan? Newest => _newest;

    internal bool IsEmpty => _newest is null;

    internal IEnumerable<StoredScan> NewestFirst => _scans;

    internal LinkedListNode<StoredScan> Add(StoredScan scan)
    {
        // All but restored scans are the newest, so this looks at one node only.
        var older = _scans.First;
        while (older is not null && older.Value.CreatedAt > scan.CreatedAt) older = older.Next;
        var node = older is null ? _scans.AddLast(scan) : _scans.AddBefore(older, scan);
        _newest = _scans.First!.Value;
        return node;
    }

    internal void Remove(LinkedListNode<StoredScan> node)
    {
        _scans.Remove(node);
        _newest = _scans.First?.Value;
    }
}
