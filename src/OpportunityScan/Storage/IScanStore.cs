using System.Collections.Immutable;

namespace OpportunityScan.Storage;

/// <summary>
/// Keeps scans. Speaks of states and commits, and knows nothing of strategies. Every verb is one atomic step, and where the store is remote one
/// round trip. Every write agrees with <see cref="State.ScanMachine"/>. Only the store's clock decides leases, deadlines and expiry.
/// The abstract test suites of <c>OpportunityScan.StoreConformance</c> are the contract in full; a third-party store runs them too.
/// </summary>
/// <remarks>
/// Trouble that may pass is reported as <see cref="ScanStoreUnavailableException"/>, never as a miss. Cancelling a verb's token gives up waiting;
/// a write may have happened all the same.
/// </remarks>
public interface IScanStore
{
    /// <summary>Whether it lives and dies with this process, so that its reads cost no round trip.</summary>
    bool IsInProcess { get; }

    /// <summary>Whether it tries again by itself before it reports <see cref="ScanStoreUnavailableException"/>; the library then does not repeat its reads.</summary>
    bool RetriesItself => false;

    /// <summary>The store's clock, as well as this process can tell without asking; <c>null</c> while it cannot, and then its own clock must do.</summary>
    DateTimeOffset? Now => null;

    /// <summary>
    /// Changes whenever the store may not be what it was: it was found emptied, or reached over a new connection. Then scans that have ended are read
    /// again instead of being shown as they were remembered.
    /// </summary>
    long Generation => 0;

    /// <summary>
    /// Stores a new scan, or finds the one that the start mode prefers. When it returns, every reader finds the scan. Nothing is stored when the token is
    /// canceled beforehand.
    /// </summary>
    ValueTask<CreateReply> CreateAsync(CreateScan create, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a scan that is due (never claimed, released, or of a lapsed lease), longest due first; <c>null</c> when none is. A claim that is asked for
    /// again with its token, because the answer was lost (that of a start as well), gets the scan that it has got already.
    /// </summary>
    ValueTask<ClaimedScan?> ClaimAsync(ScanClaim claim, CancellationToken cancellationToken);

    /// <summary>Records what a runner has to say: changed outcomes, new opportunities, the end. Raises the version, renews the lease, signals watchers.</summary>
    ValueTask<CommitReply> CommitAsync(ScanCommit commit, CancellationToken cancellationToken);

    /// <summary>Renews the lease of a runner that has nothing to say.</summary>
    ValueTask<CommitReply> RenewAsync(ScanKey key, RunId run, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Gives a scan back: due at once, no attempt counted. Refused with <see cref="CommitStatus.NobodyElse"/> where no other worker could take it.</summary>
    ValueTask<CommitReply> ReleaseAsync(ScanKey key, RunId run, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a running scan again that the store has lost, or of which it has an older state or not all that was recorded: as <see cref="State.Restores"/> says. Refused as
    /// <see cref="CommitStatus.Fenced"/> when the scan has ended or expired, is of another incarnation, or another run is ahead.
    /// </summary>
    ValueTask<CommitReply> RestoreAsync(ScanRecord record, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Asks a scan to stop; one that is queued ends at once.</summary>
    ValueTask<CancelResult> CancelAsync(ScanKey key, CancellationToken cancellationToken);

    /// <summary>The scan of a key; <c>null</c> when there is none.</summary>
    ValueTask<ScanSnapshot?> FindAsync(ScanKey key, CancellationToken cancellationToken);

    /// <summary>The owner's newest scan of a fingerprint; <c>null</c> when there is none.</summary>
    ValueTask<ScanSnapshot?> FindByRequestAsync(OwnerId owner, Fingerprint fingerprint, CancellationToken cancellationToken);

    /// <summary>The owner's newest scan; <c>null</c> when there is none.</summary>
    ValueTask<ScanSnapshot?> FindLatestAsync(OwnerId owner, CancellationToken cancellationToken);

    /// <summary>Whether there was a scan of this key whose retention has ended. Asked only after a miss.</summary>
    ValueTask<bool> IsExpiredAsync(ScanKey key, CancellationToken cancellationToken);

    /// <summary>Reads results together with the scan they belong to; <c>null</c> when there is no such scan.</summary>
    /// <param name="key">The scan.</param>
    /// <param name="offset">Where to start in the ranking of a terminal scan; ignored while it runs.</param>
    /// <param name="count">How many ranked results at most; ignored while it runs.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<StoredResults?> ReadResultsAsync(ScanKey key, int offset, int count, CancellationToken cancellationToken);

    /// <summary>The owner's scans, newest first.</summary>
    IAsyncEnumerable<ScanSummary> ListAsync(OwnerId owner, CancellationToken cancellationToken);

    /// <summary>
    /// Adds measurements to series that all processes share, and returns which series have changed since. What is measured is how long strategies took; it
    /// serves estimates and nothing else, so that a store that shares nothing (the default) loses nothing but these.
    /// </summary>
    /// <param name="measured">What was measured here.</param>
    /// <param name="revision">The revision that was returned last; 0 for everything.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<SharedSeries> ShareAsync(ImmutableArray<Measurement> measured, long revision, CancellationToken cancellationToken) => new(SharedSeries.None);

    /// <summary>Calls <paramref name="onChanged"/> after each change of a scan. A hint: calls may be merged or lost. The callback must be quick and not throw.</summary>
    /// <returns>Ends the subscription when disposed.</returns>
    ValueTask<IAsyncDisposable> WatchAsync(ScanKey key, Action onChanged, CancellationToken cancellationToken);

    /// <summary>Calls <paramref name="onSignal"/> when a scan becomes due or is asked to stop. A hint, as above.</summary>
    /// <returns>Ends the subscription when disposed.</returns>
    ValueTask<IAsyncDisposable> WatchWorkAsync(Action<WorkSignal> onSignal, CancellationToken cancellationToken);
}
