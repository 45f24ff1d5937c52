using OpportunityScan.Storage;

namespace OpportunityScan.Redis.Benchmarks;

/// <summary>A scan that this process commits to by itself, without a runner, while another connection watches it.</summary>
internal sealed class CommittedScan : IAsyncDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private readonly IScanStore _store;
    private readonly IAsyncEnumerator<ScanSnapshot> _watching;
    private readonly ClaimedScan _claim;
    private StrategyOutcome _outcome;
    private int _sequence;

    private CommittedScan(IScanStore store, ClaimedScan claim, IAsyncEnumerator<ScanSnapshot> watching)
    {
        (_store, _claim, _watching) = (store, claim, watching);
        _outcome = claim.State.Outcomes[0] with { Status = StrategyStatus.Running, Attempt = claim.State.Attempt };
    }

    /// <summary>Starts it on a worker that is busy with another scan.</summary>
    internal static async Task<CommittedScan> StartAsync(ScanHost worker, ScanHost watcher)
    {
        await watcher.StartScanAsync(new OwnerId("committed"));
        var claim = await worker.Store.ClaimAsync(
                new ScanClaim { Worker = "benchmark", Lease = Lease, RunToken = RunId.NewToken() }, CancellationToken.None)
            ?? throw new InvalidOperationException("Another worker has taken the scan.");
        return new CommittedScan(worker.Store, claim, watcher.Coordinator.WatchAsync(claim.State.Plan.Key).GetAsyncEnumerator());
    }

    /// <summary>Commits that one more was found, and waits until the watcher knows.</summary>
    internal async Task CommitAndSeeAsync()
    {
        _outcome = _outcome with { Found = _outcome.Found + 1 };
        var committing = _store.CommitAsync(
            new ScanCommit
            {
                Key = _claim.State.Plan.Key,
                Run = _claim.State.Run,
                Sequence = ++_sequence,
                Changes = [new OutcomeChange(0, _outcome)],
                Lease = Lease,
            },
            CancellationToken.None);
        while (await _watching.MoveNextAsync() && _watching.Current.Progress.Found < _outcome.Found) GC.KeepAlive(_watching.Current);
        if ((await committing).Status != CommitStatus.Accepted) throw new InvalidOperationException("The commit was refused.");
    }

    public ValueTask DisposeAsync() => _watching.DisposeAsync();
}
