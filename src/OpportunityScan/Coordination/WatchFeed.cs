using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using OpportunityScan.Diagnostics;
using OpportunityScan.Lookup;
using OpportunityScan.Running;
using OpportunityScan.Storage;

namespace OpportunityScan.Coordination;

/// <summary>The newest snapshot of one scan, for all of its watchers in this process. Reads after each signal, and now and then in case one was lost.</summary>
[SuppressMessage("Design", "CA1001", Justification = "It disposes of what it has when its reading ends: nobody waits for that.")]
internal sealed class WatchFeed
{
    private const int ReadsBetweenSubscribing = 5;
    private const string Watch = "watch";

    private readonly ScanKey _key;
    private readonly IScanStore _store;
    private readonly LookupChain _lookup;
    private readonly TimeSpan _poll;
    private readonly TimeProvider _time;
    private readonly OutageLog _outages;
    private readonly AsyncSignal _changed = new();
    private readonly CancellationTokenSource _left = new();
    private readonly WaitingWatchers _waiting = new();
    private readonly Lock _gate = new();
    private ScanSnapshot? _latest;
    private Exception? _fault;
    private bool _hasEnded;
    private int _readsUntilSubscribing;

    internal WatchFeed(ScanKey key, IScanStore store, LookupChain lookup, TimeSpan poll, TimeProvider timeProvider, OutageLog outages)
    {
        (_key, _store, _lookup, _poll, _time, _outages) = (key, store, lookup, poll, timeProvider, outages);
        using (ExecutionContext.SuppressFlow()) Reading = Task.Run(ReadAsync); // nothing of the request that watches first is kept
    }

    /// <summary>How many watch; the hub guards it.</summary>
    internal int Watchers { get; set; }

    /// <summary>Complete once the feed has ended and left nothing behind. Never faults.</summary>
    internal Task Reading { get; }

    /// <summary>Whether nothing more comes from it: whoever watches from now on needs another one.</summary>
    internal bool IsOver
    {
        get
        {
            lock (_gate) return _fault is not null || _latest is { IsTerminal: true };
        }
    }

    /// <summary>The newest snapshot, once it is newer than <paramref name="version"/>.</summary>
    /// <exception cref="ScanNotFoundException">The scan that was watched is lost, and another one has its id by now.</exception>
    internal async ValueTask<ScanSnapshot> AfterAsync(ScanState watched, long version, CancellationToken cancellationToken)
    {
        while (true)
        {
            WaitingWatchers.Group group;
            lock (_gate)
            {
                if (_latest is { } other && !other.State.IsSameLife(watched)) throw new ScanNotFoundException(_key, LookupStatus.NotFound);
                if (_latest is { } latest && latest.Version > version) return latest;
                if (_fault is { } fault) ExceptionDispatchInfo.Throw(fault); // shared by all watchers: each throws it from where it stands
                // A version the watcher knows and the store does not: still the end must come.
                if (_latest is { IsTerminal: true }) return _latest;
                group = _waiting.Join();
            }

            try
            {
                await group.Woken.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                lock (_gate) _waiting.Leave(group);
                throw;
            }
        }
    }

    /// <summary>Ends the feed; returns at once. What it still has to clear away is <see cref="Reading"/>.</summary>
    /// <param name="fault">What whoever still watches is told.</param>
    internal void End(Exception? fault = null)
    {
        if (fault is not null) _ = WakeAsync(null, fault).AsTask();
        lock (_gate)
        {
            if (!_hasEnded) _ = _left.CancelAsync();
        }
    }

    private async Task ReadAsync()
    {
        var ticks = _time.CreateTimer(static s => ((AsyncSignal)s!).Set(), _changed, _poll, _poll);
        await using var disposal = ticks.ConfigureAwait(false);
        IAsyncDisposable? subscription = null;
        try
        {
            while (true)
            {
                try
                {
                    subscription ??= await SubscribedAsync().ConfigureAwait(false);
                    var found = await _lookup.FindAsync(ScanQuery.ById(_key), _left.Token).ConfigureAwait(false);
                    if (await PublishAsync(found.Status, found.Snapshot).ConfigureAwait(false)) return;
                }
                catch (ScanStoreUnavailableException e)
                {
                    _outages.Met(e, Watch);
                }

                await _changed.WaitAsync(_left.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            // The last watcher has left.
        }
#pragma warning disable CA1031 // A third-party store may throw anything; the watchers are told instead of being left to wait.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await WakeAsync(null, e).ConfigureAwait(false);
        }
        finally
        {
            if (subscription is not null) await UnsubscribeAsync(subscription).ConfigureAwait(false);
            lock (_gate) _hasEnded = true;
            _left.Dispose();
        }
    }

    private async ValueTask UnsubscribeAsync(IAsyncDisposable subscription)
    {
        try
        {
            await subscription.DisposeAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A third-party store may throw anything, and nobody waits for this any more; that it went wrong is said.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _outages.Silent(e);
        }
    }

    /// <summary>
    /// The subscription; <c>null</c> while there can be none, when polling has to do. Not tried each time, for a store that does not answer this has the
    /// next read wait.
    /// </summary>
    private async ValueTask<IAsyncDisposable?> SubscribedAsync()
    {
        if (_readsUntilSubscribing-- > 0) return null;
        try
        {
            var subscription = await _store.WatchAsync(_key, _changed.Set, _left.Token).ConfigureAwait(false);
            _outages.Heard();
            return subscription;
        }
        catch (ScanStoreUnavailableException e)
        {
            _outages.Silent(e);
            _readsUntilSubscribing = ReadsBetweenSubscribing;
            return null;
        }
    }

    /// <summary>Shows the watchers what was read. Returns whether nothing more can come.</summary>
    private async ValueTask<bool> PublishAsync(LookupStatus status, ScanSnapshot? snapshot)
    {
        if (status == LookupStatus.StoreUnavailable) return false; // waited out: the next tick asks again
        _outages.Answered(Watch);
        if (snapshot is null) await WakeAsync(null, new ScanNotFoundException(_key, status)).ConfigureAwait(false);
        else if (IsNews(snapshot)) await WakeAsync(snapshot, null).ConfigureAwait(false);
        return snapshot is null or { IsTerminal: true };
    }

    /// <summary>Whether watchers are to be shown it: the end always, though its version may be one that a store knew before it went back in time.</summary>
    private bool IsNews(ScanSnapshot read) =>
        _latest is null || read.Version > _latest.Version || read.IsTerminal || !read.State.IsSameLife(_latest.State);

    private async ValueTask WakeAsync(ScanSnapshot? snapshot, Exception? fault)
    {
        IReadOnlyList<WaitingWatchers.Group> woken;
        lock (_gate)
        {
            (_latest, _fault) = (snapshot ?? _latest, _fault ?? fault);
            woken = _waiting.TakeAll();
        }

        for (var i = 0; i < woken.Count; i++)
        {
            if (i > 0) await Task.Yield();
            woken[i].Wake();
        }
    }
}
