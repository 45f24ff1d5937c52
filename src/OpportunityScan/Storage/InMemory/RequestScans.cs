namespace OpportunityScan.Storage.InMemory;

/// <summary>The scans of one request, by what a start asks of them.</summary>
internal sealed class RequestScans
{
    private readonly LinkedList<StoredScan> _completed = new();
    private readonly LinkedList<StoredScan> _unfinished = new();

    internal Chain All { get; } = new();

    internal IReadOnlyCollection<StoredScan> Unfinished => _unfinished;

    internal void Add(StoredScan scan)
    {
        scan.InRequest = All.Add(scan);
        scan.InUnfinished = _unfinished.AddLast(scan);
    }

    internal void Ended(StoredScan scan, ScanStatus status)
    {
        Leave(scan);
        if (status == ScanStatus.Completed) scan.InCompleted = _completed.AddFirst(scan);
    }

    internal void Remove(StoredScan scan)
    {
        Leave(scan);
        if (scan.InRequest is { } node) All.Remove(node);
        if (scan.InCompleted is { } completed) _completed.Remove(completed);
    }

    /// <summary>The newest unfinished one that is not being canceled.</summary>
    internal StoredScan? ToJoin()
    {
        StoredScan? newest = null;
        foreach (var scan in _unfinished)
        {
            if (scan.State.IsActive() && !(newest?.CreatedAt > scan.CreatedAt)) newest = scan;
        }

        return newest;
    }

    /// <summary>The completed one that ended last, if that is not longer ago than <paramref name="maxAge"/>.</summary>
    internal StoredScan? ToReuse(TimeSpan maxAge, DateTimeOffset now)
    {
        foreach (var scan in _completed)
        {
            if (now - scan.State.EndedAt > maxAge) return null;
            if (!scan.State.IsExpired(now)) return scan;
        }

        return null;
    }

    private void Leave(StoredScan scan)
    {
        if (scan.InUnfinished is { } node) _unfinished.Remove(node);
        scan.InUnfinished = null;
    }
}
