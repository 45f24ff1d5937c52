namespace OpportunityScan.Storage.InMemory;

/// <summary>Which terminal scans are to go: those whose retention has ended, and beyond the bound those that ended first.</summary>
internal sealed class Retention(int capacity)
{
    private readonly Agenda<StoredScan> _byExpiry = new();
    private readonly Agenda<StoredScan> _byEnd = new();

    internal int Count => _byEnd.Count;

    internal void Add(StoredScan scan)
    {
        _byExpiry.Add(scan.State.ExpiresAt!.Value, scan.Order, scan);
        _byEnd.Add(scan.State.EndedAt!.Value, scan.Order, scan);
    }

    internal void Remove(StoredScan scan)
    {
        _byExpiry.Remove(scan.State.ExpiresAt!.Value, scan.Order);
        _byEnd.Remove(scan.State.EndedAt!.Value, scan.Order);
    }

    internal StoredScan? Expired(DateTimeOffset now) => _byExpiry.TryFirst(out var first) && first.State.IsExpired(now) ? first : null;

    internal StoredScan? Surplus() => _byEnd.Count > capacity && _byEnd.TryFirst(out var first) ? first : null;
}
