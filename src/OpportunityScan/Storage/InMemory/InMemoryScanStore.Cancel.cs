using OpportunityScan.State;

namespace OpportunityScan.Storage.InMemory;

internal sealed partial class InMemoryScanStore
{
    public ValueTask<CancelResult> CancelAsync(ScanKey key, CancellationToken cancellationToken)
    {
        StoredScan? scan;
        bool changed;
        CancelResult result;
        lock (_writing)
        {
            var now = _clock.Now;
            scan = _table.Find(key, now);
            if (scan is null) return new ValueTask<CancelResult>(new CancelResult(CancelStatus.NotFound, null));
            var wasTerminal = scan.State.Status.IsTerminal();
            changed = Cancel(scan, now);
            result = new CancelResult(Status(wasTerminal, scan.State), scan.Snapshot);
            _table.Sweep(now);
        }

        if (changed) SignalCancel(scan);
        return new ValueTask<CancelResult>(result);
    }

    private static CancelStatus Status(bool wasTerminal, ScanState state)
    {
        if (wasTerminal) return CancelStatus.AlreadyTerminal;
        return state.Status.IsTerminal() ? CancelStatus.Canceled : CancelStatus.Requested;
    }

    /// <summary>Under the lock. A queued scan ends here: nobody has run it, so its results are empty.</summary>
    private bool Cancel(StoredScan scan, DateTimeOffset now)
    {
        var canceled = ScanMachine.Apply(scan.State, new ScanEvent.CancelRequested(now));
        if (!canceled.IsAccepted) return false;
        if (canceled.State.Status.IsTerminal()) scan.KeepResults([]);
        _table.Change(scan, canceled.State);
        return true;
    }

    private void SignalCancel(StoredScan scan)
    {
        _scanSignals.Signal(scan.Key);
        if (!scan.State.Status.IsTerminal()) _workSignals.Signal(WorkSignalKind.CancelRequested, scan.Key);
    }
}
