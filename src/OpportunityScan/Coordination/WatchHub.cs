using System.Runtime.CompilerServices;
using OpportunityScan.Diagnostics;
using OpportunityScan.Lookup;
using OpportunityScan.Storage;

namespace OpportunityScan.Coordination;

/// <summary>
/// Lets any number of watchers of this process share one subscription and one read per change. Runners never wait for watchers: they signal,
/// and the feed reads. Once disposed, whoever still watches is told so, and nothing is read any more.
/// </summary>
internal sealed class WatchHub(IScanStore store, LookupChain lookup, OpportunityScanOptions options, TimeProvider timeProvider, OutageLog outages)
    : IAsyncDisposable, IDisposable
{
    /// <summary>How long disposal waits for subscriptions to be ended; what takes longer ends by itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Dictionary<ScanKey, WatchFeed> _feeds = [];
    private readonly HashSet<WatchFeed> _ending = [];
    private readonly Lock _gate = new();
    private bool _isDisposed;

    /// <summary>How many scans are watched in this process.</summary>
    internal int Feeds
    {
        get
        {
            lock (_gate) return _feeds.Count;
        }
    }

    /// <summary>How many feeds that nobody watches any more have not ended yet.</summary>
    internal int Ending
    {
        get
        {
            lock (_gate) return _ending.Count;
        }
    }

    internal async IAsyncEnumerable<ScanSnapshot> WatchAsync(
        ScanKey key, long afterVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        var first = await FirstAsync(key, cancellationToken).ConfigureAwait(false);
        if (first.IsTerminal || first.Version > afterVersion) yield return first;
        if (first.IsTerminal) yield break;
        var seen = Math.Max(first.Version, afterVersion);
        var feed = Join(key);
        try
        {
            while (true)
            {
                var next = await feed.AfterAsync(first.State, seen, cancellationToken).ConfigureAwait(false);
                yield return next;
                if (next.IsTerminal) yield break;
                seen = next.Version;
            }
        }
        finally
        {
            Leave(key, feed);
        }
    }

    public async ValueTask DisposeAsync()
    {
        var ended = EndAllAsync();
        try
        {
            await ended.WaitAsync(Patience, TimeProvider.System).ConfigureAwait(false); // whoever disposes waits in real time, whatever clock scans have
        }
        catch (TimeoutException)
        {
            // The store hangs. Nobody has to wait for it: what is left ends with its connection.
        }
    }

    public void Dispose() => _ = EndAllAsync();

    private Task EndAllAsync()
    {
        lock (_gate)
        {
            _isDisposed = true;
            foreach (var feed in _feeds.Values)
            {
                feed.End(new ObjectDisposedException(nameof(IScanCoordinator), "The container of the coordinator was disposed while a scan was watched."));
                _ending.Add(feed);
            }

            _feeds.Clear();
            return Task.WhenAll(_ending.Select(static f => f.Reading));
        }
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, typeof(IScanCoordinator));

    private async ValueTask<ScanSnapshot> FirstAsync(ScanKey key, CancellationToken cancellationToken)
    {
        var found = await lookup.FindAsync(ScanQuery.ById(key), cancellationToken).ConfigureAwait(false);
        if (found.Status == LookupStatus.StoreUnavailable)
        {
            ThrowIfDisposed();
            throw new ScanStoreUnavailableException("The store could not be reached to watch a scan.");
        }

        return found.Snapshot ?? throw new ScanNotFoundException(key, found.Status);
    }

    private WatchFeed Join(ScanKey key)
    {
        lock (_gate)
        {
            ThrowIfDisposed();
            // One that has failed or ended is left to those who still look at it.
            if (!_feeds.TryGetValue(key, out var feed) || feed.IsOver)
                _feeds[key] = feed = new WatchFeed(key, store, lookup, options.PollInterval, timeProvider, outages);
            feed.Watchers++;
            return feed;
        }
    }

    /// <summary>Returns at once, however long the store takes to end a subscription.</summary>
    private void Leave(ScanKey key, WatchFeed feed)
    {
        lock (_gate)
        {
            if (--feed.Watchers > 0 || _isDisposed) return;
            if (_feeds.TryGetValue(key, out var current) && current == feed) _feeds.Remove(key);
            _ending.Add(feed);
        }

        feed.End();
        _ = feed.Reading.ContinueWith(
            static (_, state) =>
            {
                var (hub, ended) = ((WatchHub, WatchFeed))state!;
                lock (hub._gate) hub._ending.Remove(ended);
            },
            (this, feed), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
