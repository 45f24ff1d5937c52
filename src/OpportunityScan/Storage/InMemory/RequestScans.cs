using OpportunityScan.State;

namespace OpportunityScan.Storage.InMemory;

/// <summary>The scans of one request, by what a start asks of them.</summary>
internal sealed class RequestScans
{
    private readonly LinkedList<StoredScan> _whole = new();
    private readonly LinkedList<StoredScan> _partial = new();
    private readonly LinkedList<StoredScan> _unfinished = new();

    internal Chain All { get; } = new();

    internal IReadOnlyCollection<StoredScan> Unfinished => _unfinished;

    internal void Add(StoredScan scan)
    {
        scan.InRequest = All.Add(scan);
        scan.InUnfinished = _unfinished.AddLast(scan);
    }

    internal void Ended(StoredScan scan, ScanState end)
    {
        Leave(scan);
        if (end.Status == ScanStatus.Completed) scan.InCompleted = (ScanMachine.IsWhole(end.Outcomes) ? _whole : _partial).AddFirst(scan);
    }

    internal void Remove(StoredScan scan)
    {
        Leave(scan);
        if (scan.InRequest is { } node) All.Remove(node);
        if (scan.InCompleted is { List: { } list } completed) list.Remove(completed);
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

    /// <summary>The completed one that ended last, if that is not longer ago than the mode allows; a partial one only if the mode accepts it.</summary>
    internal StoredScan? ToReuse(StartMode mode, DateTimeOffset now)
    {
        var whole = Last(_whole, mode.MaxAge, now);
        if (!mode.AcceptPartial || Last(_partial, mode.MaxAge, now) is not { } partial) return whole;
        return whole is null || partial.State.EndedAt > whole.State.EndedAt ? partial : whole;
    }

    private static StoredScan? Last(LinkedList<StoredScan> byEnd, TimeSpan maxAge, DateTimeOffset now)
    {
        foreach (var scan in byEnd)
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
