using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using OpportunityScan.AspNetCore.Caching;
using OpportunityScan.AspNetCore.Calls;

namespace OpportunityScan.AspNetCore.Streaming;

/// <summary>
/// A scan's snapshots with what is shown of them: versions strictly rise, the terminal one always comes and is the last. Trouble with the
/// store is waited out.
/// </summary>
internal sealed class SnapshotFeed(Call call, ScanKey key, ResultsFilter filter)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    internal async IAsyncEnumerable<(ScanSnapshot Scan, ImmutableArray<Opportunity> Best)> ReadAsync(
        long seen, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ScanSnapshot? last = null;
        while (true)
        {
            var watch = call.Scans.WatchAsync(key, seen, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using var disposal = watch.ConfigureAwait(false);
            while (await MovedAsync(watch).ConfigureAwait(false))
            {
                if (await ShownAsync(watch.Current, cancellationToken).ConfigureAwait(false) is not var (scan, best)) continue;
                if (last is not null && !Life.IsSame(last, scan)) throw new ScanNotFoundException(key, LookupStatus.NotFound); // the id has another scan by now
                last = scan;
                if (scan.Version > seen || scan.IsTerminal) yield return (scan, best);
                if (scan.IsTerminal) yield break;
                seen = Math.Max(seen, scan.Version);
            }

            await Task.Delay(Pause, call.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether there is another one; not when the store could not be reached, after which the watch must begin anew.</summary>
    private static async ValueTask<bool> MovedAsync(IAsyncEnumerator<ScanSnapshot> watch)
    {
        try
        {
            return await watch.MoveNextAsync().ConfigureAwait(false);
        }
        catch (ScanStoreUnavailableException)
        {
            return false;
        }
    }

    /// <summary>What is shown of a snapshot; <c>null</c> when that cannot be read and a later one will come. With a filter it is of one read, and may be newer.</summary>
    private async ValueTask<(ScanSnapshot Scan, ImmutableArray<Opportunity> Best)?> ShownAsync(ScanSnapshot scan, CancellationToken cancellationToken)
    {
        if (filter.AcceptsAll) return (scan, scan.Top);
        while (true)
        {
            var (lookup, best) = await StatusReader.ReadAsync(call, key, filter).ConfigureAwait(false);
            if (lookup.Snapshot is { } read) return (read, best);
            if (lookup.Status != LookupStatus.StoreUnavailable) throw new ScanNotFoundException(key, lookup.Status);
            if (!scan.IsTerminal) return null;
            await Task.Delay(Pause, call.Time, cancellationToken).ConfigureAwait(false);
        }
    }
}
