namespace OpportunityScan.Storage.InMemory;

/// <summary>
/// Keeps scans in this process. Status reads take no lock and allocate nothing; each write holds the one lock for some microseconds at most,
/// whatever the scan has found so far. No verb ever waits for anything else, so cancellation tokens have nothing to give up.
/// </summary>
internal sealed partial class InMemoryScanStore : IScanStore
{
    private readonly Lock _writing = new();
    private readonly ScanSignals _scanSignals = new();
    private readonly WorkSignals _workSignals = new();
    private readonly ScanTable _table;
    private readonly SteadyClock _clock;
    private readonly int _maxQueued;

    public InMemoryScanStore(InMemoryStoreOptions options, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        if (options.MaxRetainedScans < 1 || options.MaxTombstones < 0 || options.MaxQueuedScans < 1)
        {
            throw new ArgumentException("A bound of the in-memory store is below its range.", nameof(options));
        }

        _table = new ScanTable(options);
        _maxQueued = options.MaxQueuedScans;
        _clock = new SteadyClock(timeProvider);
    }

    public bool IsInProcess => true;

    /// <summary>How many calls of subscribed callbacks ended in an exception.</summary>
    internal long FailedCallbacks => _scanSignals.Failures + _workSignals.Failures;

    public ValueTask<IAsyncDisposable> WatchAsync(ScanKey key, Action onChanged, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(onChanged);
        return new ValueTask<IAsyncDisposable>(_scanSignals.Add(key, onChanged));
    }

    public ValueTask<IAsyncDisposable> WatchWorkAsync(Action<WorkSignal> onSignal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(onSignal);
        return new ValueTask<IAsyncDisposable>(_workSignals.Add(onSignal));
    }

    /// <summary>Loses a scan without a trace, as a remote store may: for tests of what happens then.</summary>
    internal bool Lose(ScanKey key)
    {
        lock (_writing)
        {
            if (!_table.ReadScan(key, out var scan)) return false;
            _table.Remove(scan);
            return true;
        }
    }

    /// <summary>How much is kept: for tests of the bounds.</summary>
    internal (int Unfinished, int Terminal, int Waiting, int Tombstones, int WatchedScans) Count()
    {
        lock (_writing) return (_table.Unfinished, _table.Terminal, _table.Waiting, _table.TombstoneCount, _scanSignals.WatchedScans);
    }
}
