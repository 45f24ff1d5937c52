using System.Collections.Concurrent;

namespace OpportunityScan.Storage.InMemory;

/// <summary>Finds scans by owner and by request. Written under the store's lock; single look-ups are made without. Keeps nothing of owners without scans.</summary>
internal sealed class ScanIndex
{
    private static readonly RequestScans NoScans = new();

    private readonly ConcurrentDictionary<OwnerId, OwnerScans> _owners = new(concurrencyLevel: 1, capacity: 31);
    private readonly ConcurrentDictionary<RequestKey, RequestScans> _requests = new(concurrencyLevel: 1, capacity: 31);

    internal Chain? OfOwner(OwnerId owner) => _owners.GetValueOrDefault(owner)?.All;

    internal Chain? OfRequest(RequestKey request) => _requests.GetValueOrDefault(request)?.All;

    internal RequestScans Request(RequestKey request) => _requests.GetValueOrDefault(request, NoScans);

    internal int ActiveOf(OwnerId owner) => _owners.GetValueOrDefault(owner)?.Active ?? 0;

    internal OwnerScans Owner(OwnerId owner) => _owners[owner];

    internal void Add(StoredScan scan)
    {
        var owner = _owners.GetOrAdd(scan.Key.Owner, static _ => new OwnerScans());
        scan.InOwner = owner.All.Add(scan);
        if (scan.State.IsActive()) owner.Active++;
        _requests.GetOrAdd(scan.Request, static _ => new RequestScans()).Add(scan);
    }

    /// <summary>Follows a change of state that is about to be published.</summary>
    internal void Change(StoredScan scan, ScanState next)
    {
        var owner = _owners[scan.Key.Owner];
        if (scan.State.IsActive() && !next.IsActive()) owner.Active--;
        if (next.Status.IsTerminal()) _requests[scan.Request].Ended(scan, next);
    }

    internal void Remove(StoredScan scan)
    {
        var owner = _owners[scan.Key.Owner];
        if (scan.State.IsActive()) owner.Active--;
        if (scan.InOwner is { } node) owner.All.Remove(node);
        if (owner.All.IsEmpty) _owners.TryRemove(scan.Key.Owner, out _);
        var request = _requests[scan.Request];
        request.Remove(scan);
        if (request.All.IsEmpty) _requests.TryRemove(scan.Request, out _);
    }
}
