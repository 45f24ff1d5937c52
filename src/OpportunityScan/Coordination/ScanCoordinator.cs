using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpportunityScan.Diagnostics;
using OpportunityScan.Lookup;
using OpportunityScan.Planning;
using OpportunityScan.Running;
using OpportunityScan.Storage;

namespace OpportunityScan.Coordination;

/// <summary>The one way in: plans and stores scans, and answers questions about them.</summary>
internal sealed class ScanCoordinator : IScanCoordinator, IDisposable
{
    private readonly IScanStore _store;
    private readonly StrategyCatalog _catalog;
    private readonly ScanWorker _worker;
    private readonly LookupChain _lookup;
    private readonly ResultsReader _results;
    private readonly WatchHub _watches;
    private readonly ScanEstimator _estimator;
    private readonly DurationExchange _durations;
    private readonly OpportunityScanOptions _options;
    private readonly ScanMetrics _metrics;
    private readonly ILogger _logger;
    private volatile bool _isDisposed;

    public ScanCoordinator(
        IScanStore store,
        StrategyCatalog catalog,
        ScanWorker worker,
        LookupChain lookup,
        WatchHub watches,
        ScanEstimator estimator,
        DurationExchange durations,
        IOptions<OpportunityScanOptions> options,
        ScanMetrics metrics,
        ILogger logger)
    {
        (_store, _catalog, _worker, _lookup, _watches, _options, _metrics, _logger) = (store, catalog, worker, lookup, watches, options.Value, metrics, logger);
        (_estimator, _durations) = (estimator, durations);
        _results = new ResultsReader(store, lookup, _options.Limits);
    }

    public async ValueTask<ScanTicket> StartAsync(ScanRequest request, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        var plan = Plan(request);
        var asked = _worker.TryTakeSlot() ? _worker.NewClaim() : null;
        ClaimedScan? claim = null;
        try
        {
            var reply = await _store.CreateAsync(new CreateScan
            {
                Plan = plan,
                Mode = ModeOf(request),
                MaxActivePerOwner = _options.Limits.MaxActiveScansPerOwner,
                Claim = asked,
            }, cancellationToken).ConfigureAwait(false);
            claim = reply.Claim;
            if (claim is null) _worker.WarnIfNobodyRuns();
            return Ticket(reply, plan);
        }
        catch (Exception e) when (asked is not null && e is (ScanStoreUnavailableException or OperationCanceledException))
        {
            _worker.AskAgain(asked); // it may have been stored, and is then this worker's to run
            throw;
        }
        finally
        {
            if (claim is not null) _worker.Launch(claim);
            else if (asked is not null) _worker.GiveSlotBack();
        }
    }

    public ScanPlan Plan(ScanRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (plan, errors) = ScanPlanner.Plan(request, _catalog.Descriptors, _options, ScanId.New);
        return plan ?? throw new ScanRejectedException(RejectionKind.InvalidRequest, errors);
    }

    public async ValueTask<DurationEstimate?> EstimateAsync(ScanRequest request, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        var plan = Plan(request);
        await _durations.FirstAsync(cancellationToken).ConfigureAwait(false);
        return _estimator.Estimate(plan);
    }

    public ValueTask<ScanLookup> FindAsync(ScanQuery query, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        return _metrics.CountsLookups ? CountAsync(_lookup.FindAsync(query, cancellationToken)) : _lookup.FindAsync(query, cancellationToken);
    }

    public ValueTask<ScanResults> GetResultsAsync(ScanKey key, ResultsQuery? query = null, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        return _results.ReadAsync(key, query, cancellationToken);
    }

    public IAsyncEnumerable<ScanSnapshot> WatchAsync(ScanKey key, long afterVersion = 0, CancellationToken cancellationToken = default) =>
        _watches.WatchAsync(key, afterVersion, cancellationToken);

    public IAsyncEnumerable<ScanSummary> ListAsync(OwnerId owner, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        return _store.ListAsync(owner, cancellationToken);
    }

    public async ValueTask<CancelResult> CancelAsync(ScanKey key, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        var result = await _store.CancelAsync(key, cancellationToken).ConfigureAwait(false);
        if (result.Status != CancelStatus.Canceled) return result;
        _metrics.CanceledInQueue(1); // no run will ever tell of its end
        _logger.ScanEnded(key.Id, ScanStatus.Canceled, EndCause.CancelRequested, 0);
        return result;
    }

    /// <summary>Refuses from now on: a store whose container is gone is neither asked nor connected to again.</summary>
    public void Dispose() => _isDisposed = true;

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, typeof(IScanCoordinator));

    /// <summary>Who chose an id gets the scan of that id, and no other one.</summary>
    private static StartMode ModeOf(ScanRequest request) =>
        request.Id is not null && request.Mode.Kind is (StartModeKind.Join or StartModeKind.Reuse) ? StartMode.New : request.Mode;

    private ScanTicket Ticket(CreateReply reply, ScanPlan plan)
    {
        if (reply.Snapshot is not { } snapshot) throw StartRefusals.Of(reply.Status, plan, _options.Limits);
        var disposition = reply.Status switch
        {
            CreateStatus.Joined => StartDisposition.Joined,
            CreateStatus.Reused => StartDisposition.Reused,
            CreateStatus.Replaced => StartDisposition.Replaced,
            _ => StartDisposition.Created,
        };
        _lookup.Note(snapshot);
        _metrics.Started(disposition);
        _metrics.CanceledInQueue(reply.EndedInQueue);
        _logger.ScanStarted(snapshot.Id, disposition, snapshot.Outcomes.Length);
        return new ScanTicket(disposition, snapshot);
    }

    private async ValueTask<ScanLookup> CountAsync(ValueTask<ScanLookup> pending)
    {
        var lookup = await pending.ConfigureAwait(false);
        _metrics.LookedUp(lookup.Status);
        return lookup;
    }
}
