namespace OpportunityScan.AspNetCore.Tests.Support;

/// <summary>Reads some pages of results, and then finds the store out of reach.</summary>
internal sealed class BreakingCoordinator(IScanCoordinator inner, int pages) : IScanCoordinator
{
    private int _left = pages;

    public ValueTask<ScanTicket> StartAsync(ScanRequest request, CancellationToken cancellationToken = default) => inner.StartAsync(request, cancellationToken);

    public ScanPlan Plan(ScanRequest request) => inner.Plan(request);

    public ValueTask<DurationEstimate?> EstimateAsync(ScanRequest request, CancellationToken cancellationToken = default) => inner.EstimateAsync(request, cancellationToken);

    public ValueTask<ScanLookup> FindAsync(ScanQuery query, CancellationToken cancellationToken = default) => inner.FindAsync(query, cancellationToken);

    public ValueTask<ScanResults> GetResultsAsync(ScanKey key, ResultsQuery? query = null, CancellationToken cancellationToken = default) =>
        Interlocked.Decrement(ref _left) >= 0
            ? inner.GetResultsAsync(key, query, cancellationToken)
            : new ValueTask<ScanResults>(new ScanResults { Lookup = new ScanLookup(LookupStatus.StoreUnavailable, null, default) });

    public IAsyncEnumerable<ScanSnapshot> WatchAsync(ScanKey key, long afterVersion = 0, CancellationToken cancellationToken = default) =>
        inner.WatchAsync(key, afterVersion, cancellationToken);

    public IAsyncEnumerable<ScanSummary> ListAsync(OwnerId owner, CancellationToken cancellationToken = default) => inner.ListAsync(owner, cancellationToken);

    public ValueTask<CancelResult> CancelAsync(ScanKey key, CancellationToken cancellationToken = default) => inner.CancelAsync(key, cancellationToken);
}
