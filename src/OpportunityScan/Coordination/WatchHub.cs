using System.Runtime.CompilerServices;
using OpportunityScan.Diagnostics;
using OpportunityScan.Lookup;
using OpportunityScan.Storage;

namespace OpportunityScan.Coordination;

/// <summary>
/// Lets any number of watchers of this process share one subscription and one read per change. Runners never wait for watchers: they signal,
/// and the feed reads.
/// </summary>
internal sealed class WatchHub(IScanStore store, LookupChain lookup, OpportunityScanOptions options, TimeProvider timeProvider, OutageLog outages)
{
    private readonly Dictionary<ScanKey, WatchFeed> _feeds = [];
    private readonly Lock _gate = new();

    /// <summary>How many scans are watched in this process.</summary>
    internal int Feeds
    {
        get
        {
            lock (_gate) return _feeds.Count;
        }
    }

    internal async IAsyncEnumerable<ScanSnapshot> WatchAsync(
        ScanKey key, long afterVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = await FirstAsync(key, cancellationToken).ConfigureAwait(false);
        if (first.IsTerminal || first.Version > afterVersion) yield return first;
        if (first.IsTerminal) yield break;
        var seen = Math.Max(first.Version, afterVersion);
        var feed = Join(key);
        try
        {
            while (true)
            {
                var next = await feed.AfterAsync(seen, cancellationToken).ConfigureAwait(false);
                yield return next;
                if (next.IsTerminal) yield break;
                seen = next.Version;
            }
        }
        finally
        {
            await LeaveAsync(key, feed).ConfigureAwait(false);
        }
    }

    private async ValueTask<ScanSnapshot> FirstAsync(ScanKey key, CancellationToken cancellationToken)
    {
        var found = await lookup.FindAsync(ScanQuery.ById(key), cancellationToken).ConfigureAwait(false);
        if (found.Status == LookupStatus.StoreUnavailable) throw new ScanStoreUnavailableException("The store could not be reached to watch a scan.");
        return found.Snapshot ?? throw new ScanNotFoundException(key, found.Status);
    }

    private WatchFeed Join(ScanKey key)
    {
        lock (_gate)
        {
            if (!_feeds.TryGetValue(key, out var feed)) _feeds.Add(key, feed = new WatchFeed(key, store, lookup, options.PollInterval, timeProvider, outages));
            feed.Watchers++;
            return feed;
        }
    }

    private async ValueTask LeaveAsync(ScanKey key, WatchFeed feed)
    {
        lock (_gate)
        {
            if (--feed.Watchers > 0) return;
            _feeds.Remove(key);
        }

        await feed.DisposeAsync().ConfigureAwait(false);
    }
}
