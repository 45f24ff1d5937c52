using System.Collections.Immutable;
using OpportunityScan.State;

namespace OpportunityScan.Storage.InMemory;

internal sealed partial class InMemoryScanStore
{
    public ValueTask<ClaimedScan?> ClaimAsync(ScanClaim claim, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ClaimedScan? claimed;
        bool putOut;
        lock (_writing) claimed = Claim(claim, _clock.Now, out putOut);
        if (putOut) _workSignals.Signal(WorkSignalKind.Due, default);
        if (claimed is not null) _scanSignals.Signal(claimed.State.Plan.Key);
        return new ValueTask<ClaimedScan?>(claimed);
    }

    public ValueTask<CommitReply> CommitAsync(ScanCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        CommitReply reply;
        lock (_writing)
        {
            var now = _clock.Now;
            reply = Commit(commit, now);
            _table.Sweep(now);
        }

        if (reply.Status == CommitStatus.Accepted) _scanSignals.Signal(commit.Key);
        return new ValueTask<CommitReply>(reply);
    }

    public ValueTask<CommitReply> RenewAsync(ScanKey key, RunId run, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (_writing)
        {
            var now = _clock.Now;
            if (!_table.ReadScan(key, out var scan)) return new ValueTask<CommitReply>(Missed(key, now));
            var renewed = ScanMachine.Apply(scan.State, new ScanEvent.Renewed(run, lease, now));
            if (renewed.IsAccepted) _table.Change(scan, renewed.State);
            return new ValueTask<CommitReply>(Reply(renewed));
        }
    }

    public ValueTask<CommitReply> ReleaseAsync(ScanKey key, RunId run, CancellationToken cancellationToken)
    {
        CommitReply reply;
        lock (_writing)
        {
            var now = _clock.Now;
            if (!_table.ReadScan(key, out var scan)) return new ValueTask<CommitReply>(Missed(key, now));
            var released = ScanMachine.Apply(scan.State, new ScanEvent.Released(run, now));
            if (!released.IsAccepted) return new ValueTask<CommitReply>(Reply(released));

            // The releasing worker is still subscribed; nobody outside this process can take the scan.
            if (_workSignals.Workers < 2) return new ValueTask<CommitReply>(Reply(CommitStatus.NobodyElse, scan.State));
            _table.Change(scan, released.State);
            reply = Reply(released);
        }

        _scanSignals.Signal(key);
        _workSignals.Signal(WorkSignalKind.Due, key);
        return new ValueTask<CommitReply>(reply);
    }

    public ValueTask<CommitReply> RestoreAsync(ScanRecord record, TimeSpan lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        var key = record.State.Plan.Key;
        if (record.State.Status != ScanStatus.Running) return new ValueTask<CommitReply>(Reply(CommitStatus.Invalid, record.State));
        Transition restored;
        lock (_writing)
        {
            var now = _clock.Now;
            var kept = _table.Find(key, now);
            if (kept is null && _table.ReadTombstone(key, now)) return new ValueTask<CommitReply>(new CommitReply(CommitStatus.Fenced));
            restored = Restores.Apply(kept?.State, record.State, now, lease);
            if (!restored.IsAccepted) return new ValueTask<CommitReply>(Reply(restored));
            if (kept is null) kept = _table.Add(restored.State, Values(record.Top), record.Estimate);
            else _table.Change(kept, restored.State, Values(record.Top), record.Estimate);
            kept.Found.Clear();
            if (!record.Found.IsDefault) kept.Found.Append(record.Found);
        }

        _scanSignals.Signal(key);
        return new ValueTask<CommitReply>(Reply(restored));
    }

    /// <summary>Under the lock.</summary>
    private ClaimedScan? Claim(ScanClaim claim, DateTimeOffset now, out bool putOut)
    {
        putOut = false;
        if (_table.HeldWith(claim.RunToken) is { } held) return Claimed(held, now); // this very claim was granted, and its answer was lost
        if (_table.Next(claim, now, out putOut) is not { } scan || claim.IsBusy) return null;
        var isRunnable = _table.IsRunnable(scan, WaitingRules.KnownSince(scan.State, claim.Lease));
        _table.Served(scan);
        var claimed = ScanMachine.Apply(scan.State, new ScanEvent.Claimed(claim.Worker, claim.RunToken, claim.Lease, now));
        if (claimed.IsAccepted) _table.Change(scan, claimed.State);
        _table.Sweep(now);
        return Claimed(scan, now) with { IsRunnable = isRunnable };
    }

    private static ClaimedScan Claimed(StoredScan scan, DateTimeOffset now) => new(scan.State, ImmutableArray.Create(scan.Found.View.Span), now);

    private CommitReply Commit(ScanCommit commit, DateTimeOffset now)
    {
        if (!_table.ReadScan(commit.Key, out var scan)) return Missed(commit.Key, now);
        var (changes, chunks) = (commit.Changes.IsDefault ? [] : commit.Changes, commit.Chunks.IsDefault ? [] : commit.Chunks);
        var happened = new ScanEvent.Committed(commit.Run, commit.Sequence, changes, commit.End?.Cause, commit.Lease, now);
        var committed = ScanMachine.Apply(scan.State, happened);
        if (!committed.IsAccepted) return Reply(committed);
        foreach (var chunk in chunks)
        {
            var known = chunk.Strategy >= 0 && chunk.Strategy < scan.State.Outcomes.Length && !chunk.Opportunities.IsDefault;
            if (!known) return Reply(CommitStatus.Invalid, scan.State);
        }

        var ranking = commit.End is { Ranking.IsDefault: false } end ? end.Ranking : [];
        if (!AreRecorded(ranking, scan, chunks)) return Reply(CommitStatus.Invalid, scan.State);
        scan.Found.Append(chunks);
        if (commit.End is not null) scan.KeepResults(ranking);
        _table.Change(scan, committed.State, commit.Top.IsDefault ? scan.Snapshot!.Top : Values(commit.Top), commit.Estimate);
        return Reply(committed);
    }

    private static bool AreRecorded(ImmutableArray<int> ranking, StoredScan scan, ImmutableArray<OpportunityChunk> chunks)
    {
        if (ranking.IsEmpty) return true;
        var recorded = scan.Found.Recorded;
        foreach (var chunk in chunks) recorded += chunk.Opportunities.Length;
        foreach (var place in ranking)
        {
            if ((uint)place >= (uint)recorded) return false;
        }

        return true;
    }

    private static ImmutableArray<Opportunity> Values(ImmutableArray<AcceptedOpportunity> top) =>
        top.IsDefaultOrEmpty ? [] : ImmutableArray.CreateRange(top, static o => o.Value);

    /// <summary>No such scan: lost, unless it has ended so long ago that it expired.</summary>
    private CommitReply Missed(ScanKey key, DateTimeOffset now) =>
        new(_table.ReadTombstone(key, now) ? CommitStatus.Fenced : CommitStatus.Missing);

    private static CommitReply Reply(Transition transition) => Reply(
        transition.Ignored switch
        {
            Ignored.No or Ignored.Repeated => CommitStatus.Accepted,
            Ignored.Fenced or Ignored.Terminal => CommitStatus.Fenced,
            Ignored.Behind => CommitStatus.Missing,
            _ => CommitStatus.Invalid,
        },
        transition.State);

    private static CommitReply Reply(CommitStatus status, ScanState state) => new(status, state.Version, state.CancelRequestedAt is not null);
}
