namespace OpportunityScan.Storage.InMemory;

/// <summary>Unfinished scans by when something is to be done about them.</summary>
internal sealed class DueAgenda
{
    private readonly Agenda<StoredScan> _scans = new();

    internal int Count => _scans.Count;

    /// <summary>Sees to it that the scan is come across when it is due.</summary>
    internal void Schedule(StoredScan scan)
    {
        // An entry that comes too early does no harm, so a renewal, which only moves the instant on, costs nothing here.
        if (scan.SeeToAt is not { } due || scan.QueuedFor <= due) return;
        Remove(scan);
        _scans.Add(due, scan.Order, scan);
        scan.QueuedFor = due;
    }

    internal void Remove(StoredScan scan)
    {
        if (scan.QueuedFor is { } at) _scans.Remove(at, scan.Order);
        scan.QueuedFor = null;
    }

    /// <summary>The scan that was to be seen to first.</summary>
    internal StoredScan? First(DateTimeOffset now)
    {
        while (_scans.TryFirst(out var scan) && scan.QueuedFor <= now)
        {
            if (scan.QueuedFor == scan.SeeToAt) return scan;
            Remove(scan); // its time was moved on since
            Schedule(scan);
        }

        return null;
    }
}
