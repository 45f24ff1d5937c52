using System.Collections.Concurrent;
using System.Security.Cryptography;
using OpportunityScan.Diagnostics;
using OpportunityScan.Storage;

namespace OpportunityScan.Running;

/// <summary>Runs scans in this process: claims what is due, renews the leases of what runs, passes wishes to cancel on, and stops in an orderly way.</summary>
internal sealed class ScanWorker : IScanWorker, IPulsed, IAsyncDisposable, IDisposable
{
    /// <summary>What a stop leaves the store to record what strategies found, after they had their grace.</summary>
    private static readonly TimeSpan StoreBudget = TimeSpan.FromSeconds(5);

    /// <summary>How long a stop waits at its end for what answers at once if it answers at all.</summary>
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(1);

    /// <summary>How much longer a stop takes at most where the host's clock stands still.</summary>
    private static readonly TimeSpan RealPatience = TimeSpan.FromSeconds(30);

    private readonly RunnerServices _services;
    private readonly ScanSlots _slots;
    private readonly AsyncSignal _due = new();
    private readonly ConcurrentQueue<ScanClaim> _unanswered = new();
    private readonly ConcurrentDictionary<ScanRun, Task> _runs = new();
    private readonly CancellationTokenSource _claiming = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private Task _claims = Task.CompletedTask;
    private Task _upkeep = Task.CompletedTask;
    private Task? _stop;
    private State _state;
    private int _warned;

    public ScanWorker(RunnerServices services)
    {
        _services = services;
        _slots = new ScanSlots(services.Options.MaxConcurrentScans);
        Contact = new StoreContact(services.TimeProvider, services.Options.LeaseDuration);
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

    /// <summary>Whether no slot is free.</summary>
    internal bool IsBusy => _runs.Count >= _services.Options.MaxConcurrentScans;

    /// <summary>How long this worker was out of touch with the store.</summary>
    internal StoreContact Contact { get; }

    /// <summary>What this worker claims a new scan with, once.</summary>
    internal ScanClaim NewClaim() => new()
    {
        Worker = Name,
        Lease = _services.Options.LeaseDuration,
        RunToken = RunId.NewToken(),
        Runnable = _services.Runnable,
    };

    /// <summary>What this worker claims with next: first of all what it has asked for without an answer, for it may have got that.</summary>
    internal ScanClaim NextClaim() => (_unanswered.TryDequeue(out var claim) ? claim : NewClaim()) with { SparesLapsed = Contact.IsInDoubt };

    /// <summary>Keeps a claim whose answer was lost, to be asked for again with the next one.</summary>
    internal void KeepAsked(ScanClaim claim) => _unanswered.Enqueue(claim);

    /// <summary>Has a claim whose answer was lost asked for again soon.</summary>
    internal void AskAgain(ScanClaim claim)
    {
        KeepAsked(claim);
        _due.Set();
    }

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

    /// <summary>Leaves without a word, as a crash does: for tests of what others make of it.</summary>
    internal async Task CrashAsync()
    {
        await _claiming.CancelAsync().ConfigureAwait(false);
        foreach (var run in _runs.Keys) run.Stop(StopKind.Abandon);
        await StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
    }

    /// <summary>Never takes longer than the grace and what is left to the store: whatever does not answer by then is abandoned.</summary>
    private async Task StopInOrderAsync(CancellationToken cancellationToken)
    {
        await _claiming.CancelAsync().ConfigureAwait(false);
        if (!await EndsAsync(GiveBackAsync(), _services.Options.StopGrace + StoreBudget, cancellationToken).ConfigureAwait(false))
        {
            if (_services.Store.IsInProcess)
            {
                // It answers at once, and nobody else could ever end what is left in it.
                foreach (var run in _runs.Keys) run.Leave();
                await EndsAsync(Task.WhenAll(_runs.Values), LastPatience, CancellationToken.None).ConfigureAwait(false);
            }

            foreach (var run in _runs.Keys) run.Stop(StopKind.Abandon);
        }

        // Only now: until the last scan was given back its lease had to be renewed, and the store had to know that a worker was here.
        await EndsAsync(_stopping.CancelAsync(), LastPatience, CancellationToken.None).ConfigureAwait(false);
        await EndsAsync(Task.WhenAll([_claims, _upkeep, .. _runs.Values]), LastPatience, CancellationToken.None).ConfigureAwait(false);
        _services.Pulse.Close();
    }

    private async Task GiveBackAsync()
    {
        foreach (var run in _runs.Keys) run.Stop(StopKind.Release);
        await Task.WhenAll(_runs.Values).ConfigureAwait(false);
        await _claims.ConfigureAwait(false);
        await Task.WhenAll(_runs.Values).ConfigureAwait(false); // what a last claim has brought
    }

    /// <summary>Whether it is over within that time, and before the token is canceled. What is not goes on, and nobody waits for it.</summary>
    private async Task<bool> EndsAsync(Task task, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var real = new CancellationTokenSource(patience + RealPatience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, real.Token);
        try
        {
            await task.WaitAsync(patience, _services.TimeProvider, either.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is TimeoutException || (e is OperationCanceledException && either.IsCancellationRequested))
        {
            return task.IsCompleted;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        DisposeSources();
    }

    /// <summary>For containers that are disposed synchronously: stops in the same way, on this thread's time.</summary>
    public void Dispose()
    {
#pragma warning disable VSTHRD002 // The caller asked to wait. What is waited for runs elsewhere and needs nothing of this thread, and the wait is bounded.
        var stopped = StopAsync(CancellationToken.None).Wait(_services.Options.StopGrace + StoreBudget + (4 * LastPatience));
#pragma warning restore VSTHRD002
        if (stopped) DisposeSources();
    }

    /// <summary>What hangs may still look at its token: then the sources are left to the collector. So are the slots: an abandoned run may give its own back.</summary>
    private void DisposeSources()
    {
        if (!_claims.IsCompleted || !_upkeep.IsCompleted) return;
        _claiming.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Warns, once, where scans can only wait: nobody else shares the store, and nobody here runs them.</summary>
    internal void WarnIfNobodyRuns()
    {
        if (_state == State.New && _services.Store.IsInProcess && Interlocked.Exchange(ref _warned, 1) == 0) _services.Logger.NobodyRunsScans();
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
        _services.Pulse.Watch(run);
        using (ExecutionContext.SuppressFlow()) // what surrounds a request is not to outlive it in a run
        {
            lock (_gate)
            {
                _runs[run] = RunToEndAsync(run); // known before it runs, so that nobody can miss it
                _services.Pulse.Watch(this);
                if (_state == State.Stopped) run.Stop(StopKind.Release);
            }
        }

        run.Begin();
    }

    /// <summary>So that what waits is claimed although the thread pool has no thread for it.</summary>
    public void OnBeat(StrategyThreads threads)
    {
        _due.Rescue(threads);
        _slots.Freed.Rescue(threads);
        lock (_gate)
        {
            if (_runs.IsEmpty && !_due.IsQueued && !_slots.Freed.IsQueued) _services.Pulse.Forget(this); // until the next run
        }
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

    private async Task RunToEndAsync(ScanRun run)
    {
        await run.BegunAsync().ConfigureAwait(false);
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
            _services.Pulse.Forget(run);
            _services.Metrics.RunEnded();
            _slots.GiveBack();
        }
    }
}
