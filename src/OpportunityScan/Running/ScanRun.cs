using OpportunityScan.Diagnostics;
using OpportunityScan.State;
using OpportunityScan.Storage;

namespace OpportunityScan.Running;

/// <summary>
/// One run of a scan by this process, from the claim to the end. Strategies write into the ledger; the loop below commits what is new, one
/// commit at a time. Whatever happens to the run (cancel, deadline, takeover, shutdown) reaches that loop as a signal.
/// </summary>
internal sealed class ScanRun : IPulsed, IAsyncDisposable
{
    /// <summary>For what is left to say after the deadline.</summary>
    private static readonly TimeSpan LastLease = TimeSpan.FromSeconds(1);

    private readonly ClaimedScan _claim;
    private readonly RunnerServices _services;
    private readonly AsyncSignal _signal;
    private readonly CancellationTokenSource _abandoned = new();
    private readonly StoreClock _clock;
    private readonly RunLedger _ledger;
    private readonly StrategyConductor _conductor;
    private readonly PortionSize _portion = new();
    private long _version;
    private int _sequence;
    private volatile bool _leaving;

    internal ScanRun(ClaimedScan claim, RunnerServices services)
    {
        (_claim, _services, _version) = (claim, services, claim.State.Version);
        _signal = new AsyncSignal(services.Pulse.Threads);
        _clock = new StoreClock(claim.Now, services.TimeProvider);
        var acceptance = new Acceptance(services.Options, services.Ranker, keepsBytes: !services.Store.IsInProcess);
        _ledger = new RunLedger(claim, _clock, services.Options, acceptance, new RunEstimate(claim.State, services.Estimator), _signal);
        _conductor = new StrategyConductor(claim.State, _ledger, _clock, services, _signal);
    }

    internal ScanKey Key => _claim.State.Plan.Key;

    internal RunId Id => _claim.State.Run;

    /// <summary>Tells the run to stop; returns at once.</summary>
    internal void Stop(StopKind kind)
    {
        if (kind == StopKind.Cancel) _ledger.NoteCancel();
        _conductor.Stop(kind);
        if (kind != StopKind.Abandon) return;
        _ledger.Close();
        _abandoned.Cancel();
    }

    /// <summary>Has the run give its scan back now: strategies that still run are left behind.</summary>
    internal void Leave() => _conductor.Leave();

    /// <summary>Has the run commit even if nothing is new: the store's answer says whether it was asked to stop.</summary>
    internal void Ask() => _ledger.Touch();

    /// <summary>Lets the run go on from <see cref="BegunAsync"/>.</summary>
    internal void Begin() => _signal.Set();

    internal ValueTask BegunAsync() => _signal.WaitAsync(CancellationToken.None);

    public void OnBeat(StrategyThreads threads)
    {
        _conductor.OnBeat(threads);
        _signal.Rescue(threads);
    }

    /// <summary>Runs the scan until its end is recorded, it is given back, or it turns out to belong to another run.</summary>
    internal async Task RunAsync()
    {
        _services.Logger.ScanClaimed(Key.Id, Id.Attempt);
        _services.Durations.Nudge();
        try
        {
            if (ScanMachine.EndOnClaim(_claim.State, _claim.Now, _claim.IsRunnable) is { } cause) _ledger.SettleRest(cause);
            else _conductor.Start();
            while (!await StepAsync().ConfigureAwait(false)) await _signal.WaitAsync(_abandoned.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_abandoned.IsCancellationRequested)
        {
            // Superseded, or the process gives up: whoever abandoned the run has said so, and another run goes on with the scan.
        }
    }

    /// <summary>Stops whatever is left. The run may still be told to stop after that.</summary>
    public async ValueTask DisposeAsync()
    {
        Stop(StopKind.Abandon);
        await _conductor.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Renews the lease, and hears what the store has to say.</summary>
    internal async Task RenewAsync(CancellationToken cancellationToken)
    {
        if (_abandoned.IsCancellationRequested) return; // nobody runs it here any more: its lease is to lapse
        if (LeaseUntilDeadline() is not { } lease) return;
        var known = Volatile.Read(ref _version);
        var reply = await _services.Store.RenewAsync(Key, Id, lease, cancellationToken).ConfigureAwait(false);
        if (IsBehind(reply, known)) _ledger.Touch(); // the next commit writes it again
        // A renewal that meets the end of its own run is refused as well; if there really was a takeover, the last write hears of it.
        else if (reply.Status != CommitStatus.Fenced || !_leaving) Heed(reply);
    }

    /// <summary>
    /// For how long to keep others away now; <c>null</c> once the deadline and the grace are over. Whatever becomes of this run, nothing that it
    /// says carries the scan further than that.
    /// </summary>
    private TimeSpan? LeaseUntilDeadline()
    {
        var options = _services.Options;
        var grace = options.StopGrace > LastLease ? options.StopGrace : LastLease;
        var left = _claim.State.DeadlineAt!.Value + grace - _clock.Now;
        if (left <= TimeSpan.Zero) return null;
        return left < options.LeaseDuration ? left : options.LeaseDuration;
    }

    /// <summary>Commits what is new; once nothing is, gives the scan back if it was told to. Returns whether the run is over.</summary>
    private async ValueTask<bool> StepAsync()
    {
        var released = _conductor.IsReleased; // asked first: what strategies found before they stopped is committed before the scan is given back
        var isLate = _clock.Now >= _claim.State.DeadlineAt;
        if (_ledger.Take(_portion.Bytes, isLast: isLate) is not { } delta) return released && await ReleaseAsync().ConfigureAwait(false);
        if (released) _signal.Set(); // comes back for that
        return await CommitAsync(delta).ConfigureAwait(false);
    }

    private async ValueTask<bool> CommitAsync(LedgerDelta delta)
    {
        if (delta.End is not null) _leaving = true;
        var known = Volatile.Read(ref _version);
        var commit = new ScanCommit
        {
            Key = Key,
            Run = Id,
            Sequence = ++_sequence,
            Changes = delta.Changes,
            Chunks = delta.Chunks,
            Top = delta.Top,
            Estimate = delta.Estimate,
            Lease = LeaseUntilDeadline() ?? LastLease,
            End = delta.End,
        };
        var sent = _services.TimeProvider.GetTimestamp();
        var reply = await _services.Sender.SendAsync(_services.Store.CommitAsync, commit, _abandoned.Token).ConfigureAwait(false);
        _portion.Took(_services.TimeProvider.GetElapsedTime(sent));
        if (IsBehind(reply, known, isCommit: delta.End is null)) return await RestoreAsync().ConfigureAwait(false);
        Heed(reply);
        if (reply.Status == CommitStatus.Accepted) RunReport.Settled(delta, _claim.State, _ledger, _clock, _services);
        return reply.Status != CommitStatus.Accepted || delta.End is not null;
    }

    /// <summary>
    /// Whether the store has lost the scan, or has an older version of it than was known before it was asked. Versions only rise, with every commit
    /// and every claim of another run, but in a store that went back in time.
    /// </summary>
    private static bool IsBehind(CommitReply reply, long known, bool isCommit = false) => reply.Status switch
    {
        CommitStatus.Missing => true,
        CommitStatus.Accepted => reply.Version > 0 && (isCommit ? reply.Version <= known : reply.Version < known),
        CommitStatus.Fenced => reply.Version > 0 && reply.Version <= known,
        _ => false,
    };

    /// <summary>The store has lost the scan, or its newest state: writes it again. If it was to end, the next step ends it.</summary>
    private async ValueTask<bool> RestoreAsync()
    {
        _services.Logger.ScanRestored(Key.Id);
        // A wish to cancel may have raised the version since the last commit; two more than the last one known is more than any reader has seen.
        var record = _ledger.Everything(_version + 2, _sequence);
        var reply = await _services.Sender.SendAsync(
            (r, token) => _services.Store.RestoreAsync(r, LeaseUntilDeadline() ?? LastLease, token), record, _abandoned.Token).ConfigureAwait(false);
        Heed(reply);
        _leaving = false;
        _signal.Set();
        return reply.Status != CommitStatus.Accepted;
    }

    /// <summary>Gives the scan back; where nobody else could take it, it ends with what it found.</summary>
    private async ValueTask<bool> ReleaseAsync()
    {
        _leaving = true;
        if (_clock.Now >= _claim.State.DeadlineAt) return await SettleRestAsync(EndCause.DeadlinePassed).ConfigureAwait(false); // for whoever took it to say the same
        var reply = await _services.Sender.SendAsync(
            (run, token) => _services.Store.ReleaseAsync(Key, run, token), Id, _abandoned.Token).ConfigureAwait(false);
        if (reply.Status == CommitStatus.Missing) return await RestoreAsync().ConfigureAwait(false) || await ReleaseAsync().ConfigureAwait(false);
        if (reply.Status != CommitStatus.NobodyElse)
        {
            Heed(reply);
            if (reply.Status == CommitStatus.Accepted) _services.Logger.ScanReleased(Key.Id);
            return true;
        }

        return await SettleRestAsync(EndCause.WorkerStopped).ConfigureAwait(false);
    }

    private ValueTask<bool> SettleRestAsync(EndCause cause)
    {
        _ledger.SettleRest(cause);
        return StepAsync();
    }

    private void Heed(CommitReply reply)
    {
        switch (reply.Status)
        {
            case CommitStatus.Accepted:
                _version = Math.Max(_version, reply.Version);
                if (reply.CancelRequested) Stop(StopKind.Cancel);
                break;
            case CommitStatus.Fenced:
                _services.Logger.RunFenced(Key.Id, Id.Attempt);
                _services.Metrics.Fenced();
                Stop(StopKind.Abandon);
                break;
            case CommitStatus.Invalid:
                _services.Logger.CommitInvalid(Key.Id);
                Stop(StopKind.Abandon);
                break;
        }
    }
}
