using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace OpportunityScan.Storage;

/// <summary>
/// A store as the library sees it: whatever it throws that its contract does not know is trouble with the store, and so kept, tried again and told as
/// that. A store that somebody else wrote has a driver below it, and nobody can foresee all that a driver throws.
/// </summary>
internal sealed class GuardedStore(IScanStore inner) : IScanStore
{
    public bool IsInProcess => inner.IsInProcess;

    public bool RetriesItself => inner.RetriesItself;

    public DateTimeOffset? Now => inner.Now;

    public long Generation => inner.Generation;

    public ValueTask<CreateReply> CreateAsync(CreateScan create, CancellationToken cancellationToken) =>
        GuardAsync("create", static (s, c, token) => s.CreateAsync(c, token), create, cancellationToken);

    public ValueTask<ClaimedScan?> ClaimAsync(ScanClaim claim, CancellationToken cancellationToken) =>
        GuardAsync("claim", static (s, c, token) => s.ClaimAsync(c, token), claim, cancellationToken);

    public ValueTask<CommitReply> CommitAsync(ScanCommit commit, CancellationToken cancellationToken) =>
        GuardAsync("commit", static (s, c, token) => s.CommitAsync(c, token), commit, cancellationToken);

    public ValueTask<CommitReply> RenewAsync(ScanKey key, RunId run, TimeSpan lease, CancellationToken cancellationToken) =>
        GuardAsync("renew", static (s, r, token) => s.RenewAsync(r.key, r.run, r.lease, token), (key, run, lease), cancellationToken);

    public ValueTask<CommitReply> ReleaseAsync(ScanKey key, RunId run, CancellationToken cancellationToken) =>
        GuardAsync("release", static (s, r, token) => s.ReleaseAsync(r.key, r.run, token), (key, run), cancellationToken);

    public ValueTask<CommitReply> RestoreAsync(ScanRecord record, TimeSpan lease, CancellationToken cancellationToken) =>
        GuardAsync("restore", static (s, r, token) => s.RestoreAsync(r.record, r.lease, token), (record, lease), cancellationToken);

    public ValueTask<CancelResult> CancelAsync(ScanKey key, CancellationToken cancellationToken) =>
        GuardAsync("cancel", static (s, k, token) => s.CancelAsync(k, token), key, cancellationToken);

    public ValueTask<ScanSnapshot?> FindAsync(ScanKey key, CancellationToken cancellationToken) =>
        GuardAsync("find", static (s, k, token) => s.FindAsync(k, token), key, cancellationToken);

    public ValueTask<ScanSnapshot?> FindByRequestAsync(OwnerId owner, Fingerprint fingerprint, CancellationToken cancellationToken) => GuardAsync(
        "find by request", static (s, r, token) => s.FindByRequestAsync(r.owner, r.fingerprint, token), (owner, fingerprint), cancellationToken);

    public ValueTask<ScanSnapshot?> FindLatestAsync(OwnerId owner, CancellationToken cancellationToken) =>
        GuardAsync("find the latest", static (s, o, token) => s.FindLatestAsync(o, token), owner, cancellationToken);

    public ValueTask<SharedSeries> ShareAsync(ImmutableArray<Measurement> measured, long revision, CancellationToken cancellationToken) => GuardAsync(
        "share", static (s, m, token) => s.ShareAsync(m.measured, m.revision, token), (measured, revision), cancellationToken);

    public ValueTask<bool> IsExpiredAsync(ScanKey key, CancellationToken cancellationToken) =>
        GuardAsync("explain a miss", static (s, k, token) => s.IsExpiredAsync(k, token), key, cancellationToken);

    public ValueTask<StoredResults?> ReadResultsAsync(ScanKey key, int offset, int count, CancellationToken cancellationToken) => GuardAsync(
        "read results", static (s, r, token) => s.ReadResultsAsync(r.key, r.offset, r.count, token), (key, offset, count), cancellationToken);

    public async IAsyncEnumerable<ScanSummary> ListAsync(OwnerId owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var summaries = ListedAsync(owner, cancellationToken);
        await using var disposal = summaries.ConfigureAwait(false);
        while (await GuardAsync("list", static (_, s, _) => s.MoveNextAsync(), summaries, cancellationToken).ConfigureAwait(false))
            yield return summaries.Current;
    }

    public ValueTask<IAsyncDisposable> WatchAsync(ScanKey key, Action onChanged, CancellationToken cancellationToken) =>
        GuardAsync("watch", static (s, w, token) => s.WatchAsync(w.key, w.onChanged, token), (key, onChanged), cancellationToken);

    public ValueTask<IAsyncDisposable> WatchWorkAsync(Action<WorkSignal> onSignal, CancellationToken cancellationToken) =>
        GuardAsync("listen", static (s, w, token) => s.WatchWorkAsync(w, token), onSignal, cancellationToken);

    private static bool IsForeign(Exception exception, CancellationToken cancellationToken) =>
        exception is not ScanStoreUnavailableException && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested);

    /// <summary>The message names the type only: what a driver says may hold what was sent. All of it is in the inner exception.</summary>
    private static ScanStoreUnavailableException Trouble(string operation, Exception exception) =>
        new($"The store could not be asked to {operation}: {exception.GetType().Name}.", exception);

    private IAsyncEnumerator<ScanSummary> ListedAsync(OwnerId owner, CancellationToken cancellationToken)
    {
        try
        {
            return inner.ListAsync(owner, cancellationToken).GetAsyncEnumerator(cancellationToken);
        }
#pragma warning disable CA1031 // See the summary of the class.
        catch (Exception e) when (IsForeign(e, cancellationToken))
#pragma warning restore CA1031
        {
            throw Trouble("list", e);
        }
    }

    private async ValueTask<T> GuardAsync<TState, T>(
        string operation, Func<IScanStore, TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        try
        {
            return await call(inner, state, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // See the summary of the class.
        catch (Exception e) when (IsForeign(e, cancellationToken))
#pragma warning restore CA1031
        {
            throw Trouble(operation, e);
        }
    }
}
