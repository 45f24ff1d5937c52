using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace OpportunityScan.Storage.InMemory;

internal sealed partial class InMemoryScanStore
{
    public ValueTask<ScanSnapshot?> FindAsync(ScanKey key, CancellationToken cancellationToken) =>
        new(_table.ReadScan(key, out var scan) ? Alive(scan.Snapshot) : null);

    public ValueTask<ScanSnapshot?> FindByRequestAsync(OwnerId owner, Fingerprint fingerprint, CancellationToken cancellationToken) =>
        new(Newest(_table.ReadRequest(new RequestKey(owner, fingerprint))));

    public ValueTask<ScanSnapshot?> FindLatestAsync(OwnerId owner, CancellationToken cancellationToken) =>
        new(Newest(_table.ReadOwner(owner)));

    public ValueTask<bool> IsExpiredAsync(ScanKey key, CancellationToken cancellationToken)
    {
        var now = _clock.Now;
        var kept = _table.ReadScan(key, out var scan) ? scan.Snapshot?.State : null;
        return new ValueTask<bool>(kept is null
            ? _table.ReadTombstone(key, now)
            : kept.IsExpired(now) && kept.ExpiresAt + kept.Plan.TombstoneRetention > now);
    }

    public ValueTask<StoredResults?> ReadResultsAsync(ScanKey key, int offset, int count, CancellationToken cancellationToken)
    {
        if (!_table.ReadScan(key, out var scan)) return new ValueTask<StoredResults?>((StoredResults?)null);
        if (scan.Snapshot is { IsTerminal: false }) return new ValueTask<StoredResults?>(Partial(scan, offset, count));
        return new ValueTask<StoredResults?>(Alive(scan.Snapshot) is { } ended ? Page(ended, scan.Ranked, offset, count) : null);
    }

    public async IAsyncEnumerable<ScanSummary> ListAsync(OwnerId owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ScanSnapshot[] all;
        lock (_writing)
        {
            var now = _clock.Now;
            all = [.. _table.ReadOwner(owner)?.NewestFirst.Where(s => !s.State.IsExpired(now)).Select(s => s.Snapshot!) ?? []];
        }

        foreach (var snapshot in all)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return ScanSummary.Of(snapshot.State);
        }
    }

    /// <summary>The snapshot, unless its retention has ended. An unfinished one needs no look at the clock.</summary>
    private ScanSnapshot? Alive(ScanSnapshot? snapshot) =>
        snapshot is { IsTerminal: true } && snapshot.State.IsExpired(_clock.Now) ? null : snapshot;

    private ScanSnapshot? Newest(Chain? chain)
    {
        if (chain?.Newest is not { } newest) return null;
        return Alive(newest.Snapshot) ?? NewestAlive(chain);
    }

    /// <summary>For the rare case that the newest one is just appearing or going, or has expired while older ones have not.</summary>
    private ScanSnapshot? NewestAlive(Chain chain)
    {
        lock (_writing)
        {
            var now = _clock.Now;
            return chain.NewestFirst.FirstOrDefault(s => !s.State.IsExpired(now))?.Snapshot;
        }
    }

    private StoredResults? Partial(StoredScan scan, int offset, int count)
    {
        ReadOnlyMemory<OpportunityChunk> found;
        ScanSnapshot? snapshot;
        lock (_writing) (found, snapshot) = (scan.Found.View, scan.Snapshot);
        if (snapshot is null) return null;
        return snapshot.IsTerminal
            ? Page(snapshot, scan.Ranked, offset, count)
            : Partial(snapshot, ChunkLog.Concatenate(found.Span));
    }

    private static StoredResults Partial(ScanSnapshot running, ImmutableArray<AcceptedOpportunity> found) => new(running, found, found.Length);

    private static StoredResults Page(ScanSnapshot ended, ImmutableArray<AcceptedOpportunity> ranked, int offset, int count)
    {
        var start = Math.Clamp(offset, 0, ranked.Length);
        var length = Math.Clamp(count, 0, ranked.Length - start);
        return new StoredResults(ended, length == ranked.Length ? ranked : ranked.Slice(start, length), ranked.Length);
    }
}
