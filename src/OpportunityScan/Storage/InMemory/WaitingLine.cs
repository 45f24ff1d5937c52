using OpportunityScan.State;

namespace OpportunityScan.Storage.InMemory;

/// <summary>
/// Scans that wait to be claimed, in the order of <see cref="WaitingRules"/>: for each kind of worker those that it can run, so that a claim costs
/// the same however many others wait. Which kinds there are is learnt from their claims.
/// </summary>
internal sealed class WaitingLine
{
    /// <summary>More kinds than one process ever has; beyond that the one that has not claimed for the longest is forgotten, and learnt again if it comes back.</summary>
    private const int MaxKinds = 64;

    private static readonly IComparer<StoredScan> ByPlace = Comparer<StoredScan>.Create(static (a, b) => LinePlace.Compare(Place(a), Place(b)));

    private readonly SortedSet<StoredScan> _all = new(ByPlace);
    private readonly Dictionary<string, Kind> _kinds = new(StringComparer.Ordinal);
    private long _arrivals;
    private long _served;

    /// <summary>Puts a scan in line: one that has begun by when it became due, another one by its owner's next turn.</summary>
    /// <returns>The owner's last turn after that.</returns>
    internal long Enter(StoredScan scan, long ownersLast)
    {
        var turn = scan.State.Attempt > 0 ? 0 : WaitingRules.Turn(_served, ownersLast);
        scan.Place = new LinePlace(turn, turn > 0 ? 0 : scan.State.DueAt!.Value.UtcTicks, ++_arrivals);
        _all.Add(scan);
        foreach (var kind in _kinds.Values.Where(k => k.CanRun(scan))) kind.Runnable.Add(scan);
        return Math.Max(turn, ownersLast);
    }

    internal void Leave(StoredScan scan)
    {
        if (scan.Place is null) return;
        _all.Remove(scan);
        foreach (var kind in _kinds.Values) kind.Runnable.Remove(scan);
        scan.Place = null;
    }

    /// <summary>Notes that a scan is being claimed.</summary>
    internal void Served(StoredScan scan) => _served = Math.Max(_served, scan.Place?.Turn ?? 0);

    /// <summary>The next scan for a worker that can run these; <c>null</c> when there is none.</summary>
    internal StoredScan? First(StrategySet? runnable, DateTimeOffset now) => Of(runnable, now).Runnable.Min;

    /// <summary>The same, of those only that nobody has run or that were given back: not of a lapsed lease.</summary>
    internal StoredScan? FirstOfNobody(StrategySet? runnable, DateTimeOffset now) => Of(runnable, now).Runnable.FirstOrDefault(static s => s.State.Worker is null);

    /// <summary>Whether a worker that has claimed since then can run the scan.</summary>
    internal bool IsRunnable(StoredScan scan, DateTimeOffset since) => _kinds.Values.Any(k => k.Seen >= since && k.CanRun(scan));

    private static LinePlace Place(StoredScan scan) => scan.Place!.Value;

    private Kind Of(StrategySet? runnable, DateTimeOffset now)
    {
        var name = runnable?.Digest ?? "";
        if (!_kinds.TryGetValue(name, out var kind))
        {
            if (_kinds.Count == MaxKinds) _kinds.Remove(_kinds.MinBy(static k => k.Value.Seen).Key);
            _kinds.Add(name, kind = new Kind(runnable));
            kind.Runnable.UnionWith(_all.Where(kind.CanRun));
        }

        kind.Seen = now;
        return kind;
    }

    private sealed class Kind(StrategySet? strategies)
    {
        internal SortedSet<StoredScan> Runnable { get; } = new(ByPlace);

        internal DateTimeOffset Seen { get; set; }

        internal bool CanRun(StoredScan scan) => strategies?.CanRun(scan.State.Plan) ?? true;
    }
}

/// <summary>A place in the line. What has begun has turn 0, and stands before all others by when it became due.</summary>
internal readonly record struct LinePlace(long Turn, long DueAt, long Arrival)
{
    internal bool HasBegun => Turn == 0;

    internal static int Compare(LinePlace x, LinePlace y) => (x.Turn, x.DueAt, x.Arrival).CompareTo((y.Turn, y.DueAt, y.Arrival));
}
