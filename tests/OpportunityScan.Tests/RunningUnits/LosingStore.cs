using OpportunityScan.Storage;

namespace OpportunityScan.Tests.RunningUnits;

/// <summary>A store that answers the first commit with a wish to cancel and has lost the scan at the second.</summary>
internal sealed class LosingStore : IScanStore
{
    internal ScanRecord? Restored { get; private set; }

    internal List<ScanCommit> Commits { get; } = [];

    public bool IsInProcess => false;

    public ValueTask<CommitReply> CommitAsync(ScanCommit commit, CancellationToken cancellationToken)
    {
        Commits.Add(commit);
        return new(Commits.Count switch
        {
            1 => new CommitReply(CommitStatus.Accepted, Version: 3, CancelRequested: true),
            _ when Restored is null => new CommitReply(CommitStatus.Missing),
            _ => new CommitReply(CommitStatus.Accepted, Version: 9, CancelRequested: true),
        });
    }

    public ValueTask<CommitReply> RestoreAsync(ScanRecord record, TimeSpan lease, CancellationToken cancellationToken)
    {
        Restored = record;
        return new(new CommitReply(CommitStatus.Accepted, record.State.Version, record.State.CancelRequestedAt is not null));
    }

    public ValueTask<CreateReply> CreateAsync(CreateScan create, CancellationToken cancellationToken) => throw Unexpected();

    public ValueTask<ClaimedScan?> ClaimAsync(ScanClaim claim, CancellationToken cancellationToken) => throw Unexpected();

    public ValueTask<CommitReply> RenewAsync(ScanKey key, RunId run, TimeSpan lease, CancellationToken cancellationToken) => throw Unexpected();

    public ValueTask<CommitReply> ReleaseAsync(ScanKey key, RunId run, CancellationToken cancellationToken) => throw Unexpected();

    public ValueTask<CancelResult> CancelAsync(ScanKey key, CancellationToken cancellationToken) => throw Unexpected();

    public ValueTask<ScanSnapshot?> FindAsync(ScanKey key, CancellationToken cancellationToken) => throw Unexpected();

    public ValueTask<ScanSnapshot?> FindByRequestAsync(OwnerId owner, Fingerprint fingerprint, CancellationToken cancellationToken) => throw Unexpected();

    public ValueTask<ScanSnapshot?> FindLatestAsync(OwnerId owner, CancellationToken cancellationToken) => throw Unexpected();

    public ValueTask<bool> IsExpiredAsync(ScanKey key, CancellationToken cancellationToken) => throw Unexpected();

    public ValueTask<StoredResults?> ReadResultsAsync(ScanKey key, int offset, int count, CancellationToken cancellationToken) => throw Unexpected();

    public IAsyncEnumerable<ScanSummary> ListAsync(OwnerId owner, CancellationToken cancellationToken) => throw Unexpected();

    public ValueTask<IAsyncDisposable> WatchAsync(ScanKey key, Action onChanged, CancellationToken cancellationToken) => throw Unexpected();

    public ValueTask<IAsyncDisposable> WatchWorkAsync(Action<WorkSignal> onSignal, CancellationToken cancellationToken) => throw Unexpected();

    private static InvalidOperationException Unexpected() => new("A run only commits and restores.");
}
