using System.Collections.Concurrent;
using System.Security.Cryptography;
using OpportunityScan.Diagnostics;
using OpportunityScan.Storage;

namespace OpportunityScan.Running;

/// <summary>Runs scans in this process: claims what is due, renews the leases of what runs, passes wishes to cancel on, and stops in an orderly way.</summary>
internal sealed class ScanWorker : IScanWorker, IAsyncDisposable
{
    private readonly RunnerServices _services;
    private readonly ScanSlots _slots;
    private readonly AsyncSignal _due = new();
    private readonly ConcurrentDictionary<ScanRun, Task> _runs = new();
    private readonly CancellationTokenSource _claiming = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private Task _claims = Task.CompletedTask;
    private Task _upkeep = Task.CompletedTask;
    private Task? _stop;
    private State _state;

    public ScanWorker(RunnerServices services)
    {
        _services = services;
        _slots = new ScanSlots(services.Options.MaxConcurrentScans);
        Name = $"{Environment.MachineName}:{Environment.ProcessId}:{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
    }

    private enum State
    {
        New,
        Started,
        Stopped,
    }

    public string Name { get; }

    public int RunningScans => _runs.Count;

    /// <summary>What this worker claims a scan with, once.</summary>
    internal ScanClaim NewClaim() => new() { Worker = Name, Lease = _services.Options.LeaseDuration, RunToken = RunId.NewToken() };

    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_state == State.Stopped) throw new InvalidOperationException("A worker that was stopped cannot be started again.");
            if (_state == State.Started) return Task.CompletedTask;
            _state = State.Started;
            _claims = Task.Run(() => WorkLoops.ClaimAsync(this, _services, _due, _claiming.Token, _stopping.Token), CancellationToken.None);
            _upkeep = Task.WhenAll(
                Task.Run(() => WorkLoops.ListenAsync(this, _services, _due, _stopping.Token), CancellationToken.None),
                Task.Run(() => WorkLoops.RenewAsync(this, _services, _stopping.Token), CancellationToken.None));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _state = State.Stopped;
            return _stop ??= Task.Run(() => StopInOrderAsync(cancellationToken), CancellationToken.None);
        }
    }

    private async Task StopInOrderAsync(CancellationToken cancellationToken)
    {
        await _claiming.CancelAsync().ConfigureAwait(false);
        try
        {
            await _claims.WaitAsync(cancellationToken).ConfigureAwait(false);
            foreach (var run in _runs.Keys) run.Stop(StopKind.Release);
            await Task.WhenAll(_runs.Values).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            foreach (var run in _runs.Keys) run.Stop(StopKind.Abandon);
        }

        // Only now: until the last scan was given back its lease had to be renewed, and the store had to know that a worker was here.
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_claims, _upkeep).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        _claiming.Dispose();
        _stopping.Dispose(); // not the slots: a run that was abandoned may still give its own back
    }

    /// <summary>Whether this process may run another scan now; if so, a slot is taken.</summary>
    internal bool TryTakeSlot() => _state == State.Started && _slots.TryTake();

    internal Task TakeSlotAsync(CancellationToken cancellationToken) => _slots.TakeAsync(cancellationToken);

    internal void GiveSlotBack() => _slots.GiveBack();

    /// <summary>Runs a claimed scan in the slot that was taken for it.</summary>
    internal void Launch(ClaimedScan claim)
    {
        _services.Metrics.Claimed(claim.State);
        var run = new ScanRun(claim, _services);
        var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (ExecutionContext.SuppressFlow()) // what surrounds a request is not to outlive it in a run
        {
            lock (_gate)
            {
                _runs[run] = RunToEndAsync(run, begin.Task); // known before it runs, so that nobody can miss it
                if (_state == State.Stopped) run.Stop(StopKind.Release);
            }
        }

        begin.SetResult();
    }

    internal IEnumerable<ScanRun> Runs => _runs.Keys;

    internal void OnSignal(WorkSignal signal)
    {
        if (signal.Kind == WorkSignalKind.Due)
        {
            _due.Set();
            return;
        }

        foreach (var run in _runs.Keys)
        {
            if (signal.Key == default) run.Ask(); // it may be meant
            else if (run.Key == signal.Key) run.Stop(StopKind.Cancel);
        }
    }

    private async Task RunToEndAsync(ScanRun run, Task begin)
    {
        await begin.ConfigureAwait(false);
        try
        {
            await using (run.ConfigureAwait(false)) await run.RunAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The last line of defence: whatever broke this run must not end the process, and must not go unsaid.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _services.Logger.RunBroke(e, run.Key.Id);
        }
        finally
        {
            _runs.TryRemove(run, out _);
            _services.Metrics.RunEnded();
            _slots.GiveBack();
        }
    }
}
