using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpportunityScan.State;

namespace OpportunityScan.Storage.InMemory;

/// <summary>
/// All scans with everything that is derived from them, kept in step. Every member is called under the store's lock, but for those whose
/// names begin with <c>Read</c>.
/// </summary>
internal sealed class ScanTable(InMemoryStoreOptions options)
{
    /// <summary>How many expired scans, and how many old tombstones, a write clears away: more than it can add, so that they dwindle, and few, so that no write is slow.</summary>
    private const int SweepPerWrite = 4;

    private readonly ConcurrentDictionary<ScanKey, StoredScan> _scans = new(concurrencyLevel: 1, capacity: 31);
    private readonly Dictionary<string, StoredScan> _held = new(StringComparer.Ordinal);
    private readonly ScanIndex _index = new();
    private readonly DueAgenda _due = new();
    private readonly WaitingLine _line = new();
    private readonly Retention _retention = new(options.MaxRetainedScans);
    private readonly Tombstones _tombstones = new(options.MaxTombstones);
    private long _order;

    /// <summary>How many scans wait for a worker.</summary>
    internal int Waiting { get; private set; }

    internal int Terminal => _retention.Count;

    internal int Unfinished => _due.Count;

    internal bool IsEmpty => _scans.IsEmpty && TombstoneCount == 0;

    internal int TombstoneCount => _tombstones.Count;

    internal bool ReadScan(ScanKey key, [MaybeNullWhen(false)] out StoredScan scan) => _scans.TryGetValue(key, out scan);

    internal Chain? ReadOwner(OwnerId owner) => _index.OfOwner(owner);

    internal Chain? ReadRequest(RequestKey request) => _index.OfRequest(request);

    internal bool ReadTombstone(ScanKey key, DateTimeOffset now) => _tombstones.Has(key, now);

    internal RequestScans Request(RequestKey request) => _index.Request(request);

    internal int ActiveOf(OwnerId owner) => _index.ActiveOf(owner);

    /// <summary>Whether a worker that has claimed since then can run the scan.</summary>
    internal bool IsRunnable(StoredScan scan, DateTimeOffset since) => _line.IsRunnable(scan, since);

    /// <summary>The scan whose run was claimed with this token and holds it still.</summary>
    internal StoredScan? HeldWith(string runToken) => _held.GetValueOrDefault(runToken);

    /// <summary>The scan that is next for a worker, as <see cref="WaitingRules"/> says.</summary>
    /// <param name="claim">What the worker can run, and whether it spares what has lapsed.</param>
    /// <param name="now">The store's clock.</param>
    /// <param name="putOut">Whether scans were come across that only other workers can run, and that were put in line for them.</param>
    internal StoredScan? Next(ScanClaim claim, DateTimeOffset now, out bool putOut)
    {
        putOut = false;
        if (claim.SparesLapsed) return _line.FirstOfNobody(claim.Runnable, now);
        var waiting = _line.First(claim.Runnable, now);
        while (_due.First(now) is { } due)
        {
            if (waiting?.Place is { HasBegun: true } place && place.DueAt < due.SeeToAt!.Value.UtcTicks) return waiting;
            if (WaitingRules.IsOver(due.State, now) || (claim.Runnable?.CanRun(due.State.Plan) ?? true)) return due;
            EnterLine(due);
            _due.Remove(due);
            _due.Schedule(due);
            putOut = true;
        }

        return waiting;
    }

    /// <summary>Notes that the scan is being claimed.</summary>
    internal void Served(StoredScan scan) => _line.Served(scan);

    /// <summary>The scan, unless its retention has ended.</summary>
    internal StoredScan? Find(ScanKey key, DateTimeOffset now)
    {
        if (!_scans.TryGetValue(key, out var scan)) return null;
        if (!scan.State.IsExpired(now)) return scan;
        Expire(scan, now);
        return null;
    }

    internal StoredScan Add(ScanState first, ImmutableArray<Opportunity> top = default, ScanEstimate? estimate = null)
    {
        var scan = new StoredScan(first, ++_order);
        _tombstones.Remove(scan.Key);
        _index.Add(scan);
        if (first.Worker is null) EnterLine(scan);
        _due.Schedule(scan);
        if (first.IsWaiting()) Waiting++;
        _scans[scan.Key] = scan;
        Hold(scan, null, first);
        scan.Publish(first, top, estimate);
        return scan;
    }

    /// <summary>Moves a scan to its next state, with the top and the estimate it has.</summary>
    internal void Change(StoredScan scan, ScanState next) => Change(scan, next, scan.Snapshot!.Top, scan.Snapshot!.Estimate);

    /// <summary>Moves a scan to its next state.</summary>
    internal void Change(StoredScan scan, ScanState next, ImmutableArray<Opportunity> top, ScanEstimate? estimate)
    {
        _index.Change(scan, next);
        Waiting += (next.IsWaiting() ? 1 : 0) - (scan.State.IsWaiting() ? 1 : 0);
        Hold(scan, scan.State, next);
        if (!next.IsWaiting()) _line.Leave(scan);
        scan.Publish(next, top, estimate);
        if (next.IsWaiting() && scan.Place is null) EnterLine(scan);
        if (next.Status.IsTerminal())
        {
            _due.Remove(scan);
            _retention.Add(scan);
        }
        else
        {
            _due.Schedule(scan);
        }
    }

    /// <summary>Takes a scan out of everything. It leaves no tombstone.</summary>
    internal void Remove(StoredScan scan)
    {
        scan.Withdraw();
        _scans.TryRemove(scan.Key, out _);
        _index.Remove(scan);
        _line.Leave(scan);
        _due.Remove(scan);
        Hold(scan, scan.State, null);
        if (scan.State.IsWaiting()) Waiting--;
        if (scan.State.Status.IsTerminal()) _retention.Remove(scan);
    }

    /// <summary>Clears away what has had its time: a little with every write. Keeps the bounds strictly.</summary>
    internal void Sweep(DateTimeOffset now)
    {
        for (var i = 0; i < SweepPerWrite && _retention.Expired(now) is { } expired; i++) Expire(expired, now);
        while (_retention.Surplus() is { } surplus) Expire(surplus, now);
        _tombstones.Sweep(now, SweepPerWrite);
    }

    private void Hold(StoredScan scan, ScanState? before, ScanState? after)
    {
        var (was, now) = (before?.Worker is null ? null : before.RunToken, after?.Worker is null ? null : after.RunToken);
        if (string.Equals(was, now, StringComparison.Ordinal)) return;
        if (was is not null) _held.Remove(was);
        if (now is not null) _held[now] = scan;
    }

    private void EnterLine(StoredScan scan)
    {
        var owner = _index.Owner(scan.Key.Owner);
        owner.LastTurn = _line.Enter(scan, owner.LastTurn);
    }

    private void Expire(StoredScan scan, DateTimeOffset now)
    {
        // The tombstone comes first: a reader that misses the scan must find it.
        var until = scan.State.ExpiresAt!.Value + scan.State.Plan.TombstoneRetention;
        if (until > now) _tombstones.Add(scan.Key, until);
        Remove(scan);
    }
}
