namespace OpportunityScan;

/// <summary>
/// Starts scans and answers every question about them. After <see cref="StartAsync"/> returned an id, every read of it, from any process that
/// shares the store, tells the truth until its retention ends: never not-found, never going back, never another scan's data.
/// Safe for concurrent use.
/// </summary>
public interface IScanCoordinator
{
    /// <summary>Starts a scan, or finds the one that the request's <see cref="ScanRequest.Mode"/> prefers. Returns once the store has acknowledged the whole record; the scan runs in the background.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="cancellationToken">Cancels this request, never a scan: when it comes too late the scan exists and runs.</param>
    /// <exception cref="ScanRejectedException">The request breaks a rule, its id is taken, or a limit is reached; nothing was stored.</exception>
    /// <exception cref="ScanStoreUnavailableException">The store could not be reached. With an id of the caller's choice the start can be repeated safely.</exception>
    ValueTask<ScanTicket> StartAsync(ScanRequest request, CancellationToken cancellationToken = default);

    /// <summary>What <see cref="StartAsync"/> would plan for <paramref name="request"/>: the parameters as they would be applied, and the fingerprint to look it up by.</summary>
    /// <exception cref="ScanRejectedException">The request breaks a rule.</exception>
    ScanPlan Plan(ScanRequest request);

    /// <summary>
    /// How long a scan of <paramref name="request"/> will probably run, from its first claim on: from how long its strategies took for requests of that size, in
    /// whichever process. <c>null</c> while nothing is known of one of them.
    /// </summary>
    /// <param name="request">What would be wanted.</param>
    /// <param name="cancellationToken">Gives up waiting for what other processes know.</param>
    /// <exception cref="ScanRejectedException">The request breaks a rule.</exception>
    ValueTask<DurationEstimate?> EstimateAsync(ScanRequest request, CancellationToken cancellationToken = default);

    /// <summary>Finds a scan: by id, by request, or the owner's latest. Does not throw for what is missing or out of reach; the answer says so.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Cancels the lookup.</param>
    ValueTask<ScanLookup> FindAsync(ScanQuery query, CancellationToken cancellationToken = default);

    /// <summary>Reads a page of ranked results: what was found so far while the scan runs, everything once it has ended.</summary>
    /// <param name="key">The scan.</param>
    /// <param name="query">Which page, and which filter; <c>null</c> for the first page of everything.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="ArgumentOutOfRangeException">Offset or limit are out of range.</exception>
    ValueTask<ScanResults> GetResultsAsync(ScanKey key, ResultsQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Watches a scan: its newest snapshot at once when it is newer than <paramref name="afterVersion"/>, then each newer one; the terminal one
    /// always comes and ends the stream. Versions strictly rise. A slow reader skips to the latest and holds nobody back.
    /// </summary>
    /// <param name="key">The scan.</param>
    /// <param name="afterVersion">Only newer versions are of interest; 0 for all. The terminal snapshot comes in any case.</param>
    /// <param name="cancellationToken">Ends the stream, never the scan.</param>
    /// <exception cref="ScanNotFoundException">There is no such scan, or its retention has ended (also while watching).</exception>
    /// <exception cref="ScanStoreUnavailableException">The store could not be reached when the stream began. Later trouble is waited out.</exception>
    IAsyncEnumerable<ScanSnapshot> WatchAsync(ScanKey key, long afterVersion = 0, CancellationToken cancellationToken = default);

    /// <summary>The owner's scans, newest first, until their retention ends.</summary>
    /// <param name="owner">Whose scans.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <exception cref="ScanStoreUnavailableException">The store could not be reached.</exception>
    IAsyncEnumerable<ScanSummary> ListAsync(OwnerId owner, CancellationToken cancellationToken = default);

    /// <summary>Asks a scan to stop. It becomes <see cref="ScanStatus.Canceled"/> once every strategy has stopped or been detached, and keeps what was found.</summary>
    /// <param name="key">The scan.</param>
    /// <param name="cancellationToken">Cancels this call; the wish may have been stored.</param>
    /// <exception cref="ScanStoreUnavailableException">The store could not be reached.</exception>
    ValueTask<CancelResult> CancelAsync(ScanKey key, CancellationToken cancellationToken = default);
}
