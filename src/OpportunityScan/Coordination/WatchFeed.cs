using System.Runtime.ExceptionServices;
using OpportunityScan.Diagnostics;
using OpportunityScan.Lookup;
using OpportunityScan.Running;
using OpportunityScan.Storage;

namespace OpportunityScan.Coordination;

/// <summary>The newest snapshot of one scan, for all of its watchers in this process. Reads after each signal, and now and then in case one was lost.</summary>
internal sealed class WatchFeed : IAsyncDisposable
{
    /// <summary>How many watchers are woken at once. Between groups, whatever else waits for the thread pool has its turn: above all the runner.</summary>
    private const int GroupSize = 8;

    private readonly ScanKey _key;
    private readonly IScanStore _store;
    private readonly LookupChain _lookup;
    private readonly TimeSpan _poll;
    private readonly TimeProvider _time;
    private readonly OutageLog _outages;
    private readonly AsyncSignal _changed = new();
    private readonly CancellationTokenSource _left = new();
    private readonly Lock _gate = new();
    private readonly Task _reading;
    private ScanSnapshot? _latest;
    private Exception? _fault;
    private List<TaskCompletionSource> _groups = [];
    private int _inLastGroup;

    internal WatchFeed(ScanKey key, IScanStore store, LookupChain lookup, TimeSpan poll, TimeProvider timeProvider, OutageLog outages)
    {
        (_key, _store, _lookup, _poll, _time, _outages) = (key, store, lookup, poll, timeProvider, outages);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>How many watch; the hub guards it.</summary>
    internal int Watchers { get; set; }

    /// <summary>The newest snapshot, once it is newer than <paramref name="version"/>.</summary>
    internal async ValueTask<ScanSnapshot> AfterAsync(long version, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (_gate)
            {
                if (_latest is { } latest && latest.Version > version) return latest;
                if (_fault is { } fault) ExceptionDispatchInfo.Throw(fault); // shared by all watchers: each throws it from where it stands
                // A version the watcher knows and the store does not: still the end must come.
                if (_latest is { IsTerminal: true }) return _latest;
                next = JoinGroupAsync();
            }

            await next.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _left.CancelAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
        _left.Dispose();
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
                    subscription ??= await _store.WatchAsync(_key, _changed.Set, _left.Token).ConfigureAwait(false);
                    var found = await _lookup.FindAsync(ScanQuery.ById(_key), _left.Token).ConfigureAwait(false);
                    if (await PublishAsync(found.Status, found.Snapshot).ConfigureAwait(false)) return;
                }
                catch (ScanStoreUnavailableException e)
                {
                    _outages.Met(e, "watch");
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
            if (subscription is not null) await subscription.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Shows the watchers what was read. Returns whether nothing more can come.</summary>
    private async ValueTask<bool> PublishAsync(LookupStatus status, ScanSnapshot? snapshot)
    {
        if (status == LookupStatus.StoreUnavailable) return false; // waited out: the next tick asks again
        _outages.Answered();
        if (snapshot is null) await WakeAsync(null, new ScanNotFoundException(_key, status)).ConfigureAwait(false);
        else if (_latest is null || snapshot.Version > _latest.Version) await WakeAsync(snapshot, null).ConfigureAwait(false);
        return snapshot is null or { IsTerminal: true };
    }

    /// <summary>Under the lock. What the watcher is to wait for.</summary>
    private Task JoinGroupAsync()
    {
        if (_groups.Count == 0 || _inLastGroup == GroupSize)
        {
            _groups.Add(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            _inLastGroup = 0;
        }

        _inLastGroup++;
        return _groups[^1].Task;
    }

    private async ValueTask WakeAsync(ScanSnapshot? snapshot, Exception? fault)
    {
        List<TaskCompletionSource> woken;
        lock (_gate)
        {
            (_latest, _fault) = (snapshot ?? _latest, fault);
            (woken, _groups) = (_groups, []);
        }

        for (var i = 0; i < woken.Count; i++)
        {
            if (i > 0) await Task.Yield();
            woken[i].SetResult();
        }
    }
}
