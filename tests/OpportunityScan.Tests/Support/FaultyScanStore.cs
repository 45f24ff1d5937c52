using System.Collections.Concurrent;
using OpportunityScan.Storage;

namespace OpportunityScan.Tests.Support;

/// <summary>A store with faults on demand: it can be out of reach, hold writes back, lose them or their answers, and keep its signals to itself.</summary>
internal sealed class FaultyScanStore(IScanStore inner) : IScanStore
{
    private TaskCompletionSource? _held;
    private TaskCompletionSource? _readsHeld;
    private int _holding;
    private int _listeners;
    private int _watches;
    private int _subscriptions;

    /// <summary>What it claims to be: <c>false</c> for a store that costs a round trip.</summary>
    public bool IsInProcess { get; set; } = true;

    /// <summary>Whether it cannot be reached.</summary>
    internal bool IsDown { get; set; }

    /// <summary>Whether it tells nobody about changes.</summary>
    internal bool IsSilent { get; set; }

    /// <summary>Whether its signals to workers do not name the scan.</summary>
    internal bool IsAnonymous { get; set; }

    /// <summary>Whether it does not care what a worker can run.</summary>
    internal bool GivesAnything { get; set; }

    /// <summary>Whether renewals of leases do not get through.</summary>
    internal bool DropRenewals { get; set; }

    /// <summary>What a renewal waits for on its way to the store.</summary>
    internal Func<Task>? BeforeRenewal { get; set; }

    /// <summary>What a subscription to a scan waits for, whatever becomes of its token.</summary>
    internal Func<Task>? BeforeWatch { get; set; }

    /// <summary>What a commit waits for, whatever becomes of its token.</summary>
    internal Task Hang { get; set; } = Task.CompletedTask;

    /// <summary>Called in place of a commit when set.</summary>
    internal Func<ScanCommit, Func<ValueTask<CommitReply>>, ValueTask<CommitReply>>? OnCommit { get; set; }

    /// <summary>Called in place of a start when set.</summary>
    internal Func<Func<ValueTask<CreateReply>>, ValueTask<CreateReply>>? OnCreate { get; set; }

    /// <summary>Called in place of a claim when set.</summary>
    internal Func<Func<ValueTask<ClaimedScan?>>, ValueTask<ClaimedScan?>>? OnClaim { get; set; }

    /// <summary>Whose claims were refused because the store is down.</summary>
    internal ConcurrentQueue<string> RefusedClaims { get; } = new();

    /// <summary>Every commit that reached the store, in order.</summary>
    internal ConcurrentQueue<ScanCommit> Commits { get; } = new();

    /// <summary>How many commits are held back now.</summary>
    internal int Holding => Volatile.Read(ref _holding);

    /// <summary>How many workers listen for work.</summary>
    internal int Listeners => Volatile.Read(ref _listeners);

    /// <summary>How many subscriptions to scans there are now.</summary>
    internal int Watches => Volatile.Read(ref _watches);

    /// <summary>How many subscriptions to scans there ever were.</summary>
    internal int Subscriptions => Volatile.Read(ref _subscriptions);

    /// <summary>Holds commits back until <see cref="LetCommitsGo"/>.</summary>
    internal void HoldCommits() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets reads of a scan hang, as a frozen server does, until <see cref="LetReadsGo"/>.</summary>
    internal void HoldReads() => _readsHeld = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    internal void LetReadsGo() => Interlocked.Exchange(ref _readsHeld, null)?.TrySetResult();

    internal void LetCommitsGo() => Interlocked.Exchange(ref _held, null)?.TrySetResult();

    public ValueTask<CreateReply> CreateAsync(CreateScan create, CancellationToken cancellationToken) =>
        IsDown ? Unreachable<CreateReply>()
        : OnCreate is { } onCreate ? onCreate(() => inner.CreateAsync(create, cancellationToken))
        : inner.CreateAsync(create, cancellationToken);

    public ValueTask<ClaimedScan?> ClaimAsync(ScanClaim claim, CancellationToken cancellationToken)
    {
        var asked = GivesAnything ? claim with { Runnable = null } : claim;
        if (!IsDown) return OnClaim is { } onClaim ? onClaim(() => inner.ClaimAsync(asked, cancellationToken)) : inner.ClaimAsync(asked, cancellationToken);
        RefusedClaims.Enqueue(claim.Worker);
        return Unreachable<ClaimedScan?>();
    }

    public async ValueTask<CommitReply> CommitAsync(ScanCommit commit, CancellationToken cancellationToken)
    {
        if (_held is { } held)
        {
            Interlocked.Increment(ref _holding);
            try
            {
                await held.Task.WaitAsync(cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref _holding);
            }
        }

        await Hang;
        if (IsDown) throw Unavailable();
        Commits.Enqueue(commit);
        return OnCommit is { } onCommit ? await onCommit(commit, () => inner.CommitAsync(commit, cancellationToken)) : await inner.CommitAsync(commit, cancellationToken);
    }

    public async ValueTask<CommitReply> RenewAsync(ScanKey key, RunId run, TimeSpan lease, CancellationToken cancellationToken)
    {
        if (IsDown || DropRenewals) throw Unavailable();
        if (BeforeRenewal is { } before) await before();
        return await inner.RenewAsync(key, run, lease, cancellationToken);
    }

    public ValueTask<CommitReply> ReleaseAsync(ScanKey key, RunId run, CancellationToken cancellationToken) =>
        IsDown ? Unreachable<CommitReply>() : inner.ReleaseAsync(key, run, cancellationToken);

    public ValueTask<CommitReply> RestoreAsync(ScanRecord record, TimeSpan lease, CancellationToken cancellationToken) =>
        IsDown ? Unreachable<CommitReply>() : inner.RestoreAsync(record, lease, cancellationToken);

    public ValueTask<CancelResult> CancelAsync(ScanKey key, CancellationToken cancellationToken) =>
        IsDown ? Unreachable<CancelResult>() : inner.CancelAsync(key, cancellationToken);

    public async ValueTask<ScanSnapshot?> FindAsync(ScanKey key, CancellationToken cancellationToken)
    {
        if (_readsHeld is { } held) await held.Task.WaitAsync(cancellationToken);
        return IsDown ? throw Unavailable() : await inner.FindAsync(key, cancellationToken);
    }

    public ValueTask<ScanSnapshot?> FindByRequestAsync(OwnerId owner, Fingerprint fingerprint, CancellationToken cancellationToken) =>
        IsDown ? Unreachable<ScanSnapshot?>() : inner.FindByRequestAsync(owner, fingerprint, cancellationToken);

    public ValueTask<ScanSnapshot?> FindLatestAsync(OwnerId owner, CancellationToken cancellationToken) =>
        IsDown ? Unreachable<ScanSnapshot?>() : inner.FindLatestAsync(owner, cancellationToken);

    public ValueTask<bool> IsExpiredAsync(ScanKey key, CancellationToken cancellationToken) =>
        IsDown ? Unreachable<bool>() : inner.IsExpiredAsync(key, cancellationToken);

    public ValueTask<StoredResults?> ReadResultsAsync(ScanKey key, int offset, int count, CancellationToken cancellationToken) =>
        IsDown ? Unreachable<StoredResults?>() : inner.ReadResultsAsync(key, offset, count, cancellationToken);

    public IAsyncEnumerable<ScanSummary> ListAsync(OwnerId owner, CancellationToken cancellationToken) =>
        IsDown ? throw Unavailable() : inner.ListAsync(owner, cancellationToken);

    public async ValueTask<IAsyncDisposable> WatchAsync(ScanKey key, Action onChanged, CancellationToken cancellationToken)
    {
        if (BeforeWatch is { } before) await before();
        if (IsDown) throw Unavailable();
        var subscription = await inner.WatchAsync(key, () => Pass(onChanged), cancellationToken);
        Interlocked.Increment(ref _subscriptions);
        Interlocked.Increment(ref _watches);
        return new Ending(subscription, () => Interlocked.Decrement(ref _watches));
    }

    public async ValueTask<IAsyncDisposable> WatchWorkAsync(Action<WorkSignal> onSignal, CancellationToken cancellationToken)
    {
        if (IsDown) throw Unavailable();
        var subscription = await inner.WatchWorkAsync(signal => Pass(() => onSignal(IsAnonymous ? signal with { Key = default } : signal)), cancellationToken);
        Interlocked.Increment(ref _listeners);
        return new Ending(subscription, () => Interlocked.Decrement(ref _listeners));
    }

    internal static ScanStoreUnavailableException Unavailable() => new("The store is down for a test.");

    private static ValueTask<T> Unreachable<T>() => ValueTask.FromException<T>(Unavailable());

    private void Pass(Action signal)
    {
        if (!IsSilent) signal();
    }

    private sealed class Ending(IAsyncDisposable subscription, Action ended) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await subscription.DisposeAsync();
            ended();
        }
    }
}
