using OpportunityScan.Storage;

namespace OpportunityScan.Benchmarks;

/// <summary>A store that tells when opportunities have been committed. Everything else passes through.</summary>
internal sealed class CommitObserver(IScanStore inner) : IScanStore
{
    private TaskCompletionSource? _next;

    public bool IsInProcess => inner.IsInProcess;

    /// <summary>Completes when the next commit that brings opportunities has been accepted.</summary>
    internal Task NextFound()
    {
        var next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _next, next);
        return next.Task;
    }

    public async ValueTask<CommitReply> CommitAsync(ScanCommit commit, CancellationToken cancellationToken)
    {
        var reply = await inner.CommitAsync(commit, cancellationToken);
        if (!commit.Chunks.IsEmpty && reply.Status == CommitStatus.Accepted) Interlocked.Exchange(ref _next, null)?.SetResult();
        return reply;
    }

    public ValueTask<CreateReply> CreateAsync(CreateScan create, CancellationToken cancellationToken) => inner.CreateAsync(create, cancellationToken);

    public ValueTask<ClaimedScan?> ClaimAsync(ScanClaim claim, CancellationToken cancellationToken) => inner.ClaimAsync(claim, cancellationToken);

    public ValueTask<CommitReply> RenewAsync(ScanKey key, RunId run, TimeSpan lease, CancellationToken cancellationToken) =>
        inner.RenewAsync(key, run, lease, cancellationToken);

    public ValueTask<CommitReply> ReleaseAsync(ScanKey key, RunId run, CancellationToken cancellationToken) =>
        inner.ReleaseAsync(key, run, cancellationToken);

    public ValueTask<CommitReply> RestoreAsync(ScanRecord record, TimeSpan lease, CancellationToken cancellationToken) =>
        inner.RestoreAsync(record, lease, cancellationToken);

    public ValueTask<CancelResult> CancelAsync(ScanKey key, CancellationToken cancellationToken) => inner.CancelAsync(key, cancellationToken);

    public ValueTask<ScanSnapshot?> FindAsync(ScanKey key, CancellationToken cancellationToken) => inner.FindAsync(key, cancellationToken);

    public ValueTask<ScanSnapshot?> FindByRequestAsync(OwnerId owner, Fingerprint fingerprint, CancellationToken cancellationToken) =>
        inner.FindByRequestAsync(owner, fingerprint, cancellationToken);

    public ValueTask<ScanSnapshot?> FindLatestAsync(OwnerId owner, CancellationToken cancellationToken) => inner.FindLatestAsync(owner, cancellationToken);

    public ValueTask<bool> IsExpiredAsync(ScanKey key, CancellationToken cancellationToken) => inner.IsExpiredAsync(key, cancellationToken);

    public ValueTask<StoredResults?> ReadResultsAsync(ScanKey key, int offset, int count, CancellationToken cancellationToken) =>
        inner.ReadResultsAsync(key, offset, count, cancellationToken);

    public IAsyncEnumerable<ScanSummary> ListAsync(OwnerId owner, CancellationToken cancellationToken) => inner.ListAsync(owner, cancellationToken);

    public ValueTask<IAsyncDisposable> WatchAsync(ScanKey key, Action onChanged, CancellationToken cancellationToken) =>
        inner.WatchAsync(key, onChanged, cancellationToken);

    public ValueTask<IAsyncDisposable> WatchWorkAsync(Action<WorkSignal> onSignal, CancellationToken cancellationToken) =>
        inner.WatchWorkAsync(onSignal, cancellationToken);
}
