using OpportunityScan.Storage;

namespace OpportunityScan.Tests.Lookup;

/// <summary>A store of which only the reads are of interest; each answers what it is told to.</summary>
internal sealed class ReadsOnlyStore : IScanStore
{
    internal Func<ValueTask<ScanSnapshot?>> Find { get; init; } = static () => new((ScanSnapshot?)null);

    internal Func<ValueTask<bool>> IsExpired { get; init; } = static () => new(false);

    internal List<string> Calls { get; } = [];

    public bool IsInProcess { get; init; }

    public DateTimeOffset? Now { get; set; }

    public long Generation { get; set; }

    public ValueTask<ScanSnapshot?> FindAsync(ScanKey key, CancellationToken cancellationToken) => Called($"id {key}", Find);

    public ValueTask<ScanSnapshot?> FindByRequestAsync(OwnerId owner, Fingerprint fingerprint, CancellationToken cancellationToken) =>
        Called($"request {owner}/{fingerprint}", Find);

    public ValueTask<ScanSnapshot?> FindLatestAsync(OwnerId owner, CancellationToken cancellationToken) => Called($"latest {owner}", Find);

    public ValueTask<bool> IsExpiredAsync(ScanKey key, CancellationToken cancellationToken) => Called($"expired {key}", IsExpired);

    public ValueTask<CreateReply> CreateAsync(CreateScan create, CancellationToken cancellationToken) => throw Unexpected();

    public ValueTask<ClaimedScan?> ClaimAsync(ScanClaim claim, CancellationToken cancellationToken) => throw Unexpected();

    public ValueTask<CommitReply> CommitAsync(ScanCommit commit, CancellationToken cancellationToken) => throw Unexpected();

    public ValueTask<CommitReply> RenewAsync(ScanKey key, RunId run, TimeSpan lease, CancellationToken cancellationToken) => throw Unexpected();

    public ValueTask<CommitReply> ReleaseAsync(ScanKey key, RunId run, CancellationToken cancellationToken) => throw Unexpected();

    public ValueTask<CommitReply> RestoreAsync(ScanRecord record, TimeSpan lease, CancellationToken cancellationToken) => throw Unexpected();

    public ValueTask<CancelResult> CancelAsync(ScanKey key, CancellationToken cancellationToken) => throw Unexpected();

    public ValueTask<StoredResults?> ReadResultsAsync(ScanKey key, int offset, int count, CancellationToken cancellationToken) => throw Unexpected();

    public IAsyncEnumerable<ScanSummary> ListAsync(OwnerId owner, CancellationToken cancellationToken) => throw Unexpected();

    public ValueTask<IAsyncDisposable> WatchAsync(ScanKey key, Action onChanged, CancellationToken cancellationToken) => throw Unexpected();

    public ValueTask<IAsyncDisposable> WatchWorkAsync(Action<WorkSignal> onSignal, CancellationToken cancellationToken) => throw Unexpected();

    private static InvalidOperationException Unexpected() => new("A lookup only reads.");

    private T Called<T>(string call, Func<T> answer)
    {
        Calls.Add(call);
        return answer();
    }
}
