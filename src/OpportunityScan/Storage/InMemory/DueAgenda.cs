namespace OpportunityScan.Storage.InMemory;

/// <summary>Unfinished scans by when they may be claimed.</summary>
internal sealed class DueAgenda
{
    private readonly Agenda<StoredScan> _scans = new();

    internal int Count => _scans.Count;

    /// <summary>Sees to it that the scan is come across when it is due.</summary>
    internal void Schedule(StoredScan scan)
    {
        // An entry that comes too early does no harm, so a renewal, which only moves the instant on, costs nothing here.
        if (scan.State.DueAt is not { } due || scan.QueuedFor <= due) return;
        Remove(scan);
        _scans.Add(due, scan.Order, scan);
        scan.QueuedFor = due;
    }

    internal void Remove(StoredScan scan)
    {
        if (scan.QueuedFor is { } at) _scans.Remove(at, scan.Order);
        scan.QueuedFor = null;
    }

    /// <summary>The scan that is due for the longest.</summary>
    /// <param name="now">The current instant.</param>
    /// <param name="sparesLapsed">Whether those of a lapsed lease are left out.</param>
    internal StoredScan? First(DateTimeOffset now, bool sparesLapsed)
    {
        if (sparesLapsed) return _scans.InOrder.TakeWhile(s => s.QueuedFor <= now).FirstOrDefault(s => s.State.Worker is null && s.State.DueAt <= now);
        while (_scans.TryFirst(out var scan) && scan.QueuedFor <= now)
        {
            if (scan.QueuedFor == scan.State.DueAt) return scan;
            Remove(scan); // renewed since
            Schedule(scan);
        }

        return null;
    }
}
