using Microsoft.Extensions.Logging;
using OpportunityScan.Redis.Connection;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Signals;

/// <summary>
/// Callbacks by channel. However many there are of one channel, the server knows one subscription, and none once the last has left. Whoever leaves
/// waits for nothing: subscriptions are ended in the background, each only after it was made.
/// </summary>
internal sealed class SignalHub(RedisCaller caller, int maxChannels, ILogger logger)
{
    /// <summary>How long disposal waits for subscriptions to be ended; what takes longer ends by itself, or with the connection.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Listeners> _channels = new(StringComparer.Ordinal);
    private readonly HashSet<Listeners> _ending = [];
    private readonly Lock _changing = new();
    private bool _isFull;
    private bool _isDisposed;
    private int _denialTold;

    /// <summary>How many channels are subscribed to.</summary>
    internal int Channels
    {
        get
        {
            lock (_changing) return _channels.Count;
        }
    }

    /// <summary>How many channels that nobody listens to any more the server may still know.</summary>
    internal int Ending
    {
        get
        {
            lock (_changing) return _ending.Count;
        }
    }

    /// <summary>Calls back for each message on the channel, from the moment the returned task is complete. Beyond the bound it never does: signals are hints.</summary>
    internal async ValueTask<IAsyncDisposable> AddAsync(
        string channel, bool isBounded, Action<string> onMessage, CancellationToken cancellationToken)
    {
        if (Enter(channel, isBounded, onMessage) is not { } subscription) return Subscription.None;
        try
        {
            await subscription.Listeners.Subscribed.WaitAsync(cancellationToken).ConfigureAwait(false);
            return subscription;
        }
        catch (ScanStoreUnavailableException e) when (e.InnerException is { } error && StoreErrors.IsDenial(error))
        {
            await subscription.DisposeAsync().ConfigureAwait(false);
            if (Interlocked.Exchange(ref _denialTold, 1) == 0) logger.SubscribeDenied(e);
            return Subscription.None; // signals are hints
        }
        catch
        {
            await subscription.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Forgets a callback; with the last one of a channel its subscription ends, in the background.</summary>
    internal void Leave(Subscription subscription)
    {
        var listeners = subscription.Listeners;
        lock (_changing)
        {
            if (!listeners.Remove(subscription) || !listeners.IsEmpty) return;
            // Whoever comes next subscribes anew, beside what is being ended here.
            if (_channels.TryGetValue(listeners.Channel, out var current) && current == listeners) _channels.Remove(listeners.Channel);
            if (_isFull && _channels.Count <= maxChannels / 2) _isFull = false;
            End(listeners);
        }
    }

    /// <summary>The store is connected to another node, which knows nothing of the subscriptions: they are made there as well.</summary>
    internal void Move()
    {
        lock (_changing)
        {
            foreach (var listeners in _channels.Values)
            {
                var before = listeners.Subscribed;
                listeners.Subscribed = Background.RunAsync(async () =>
                {
                    await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    await SubscribeAsync(listeners).ConfigureAwait(false);
                });
            }
        }
    }

    /// <summary>Ends all subscriptions, and refuses new ones. Waits for that, but not for a server that hangs.</summary>
    internal async ValueTask DisposeAsync()
    {
        try
        {
            await EndAllAsync().WaitAsync(Patience, TimeProvider.System).ConfigureAwait(false); // in real time: somebody waits for it
        }
        catch (TimeoutException)
        {
            // They are ended in the background, or end with the connection.
        }
    }

    internal Task EndAllAsync()
    {
        lock (_changing)
        {
            _isDisposed = true;
            foreach (var listeners in _channels.Values) End(listeners);
            _channels.Clear();
            return Task.WhenAll(_ending.Select(static l => l.Ended));
        }
    }

    /// <summary>Under the lock.</summary>
    private void End(Listeners listeners)
    {
        if (!_ending.Add(listeners)) return;
        listeners.Ended = Background.RunAsync(() => EndAsync(listeners));
    }

    private async Task EndAsync(Listeners listeners)
    {
        try
        {
            // Ended before it was made, it would be made all the same, and stay.
            await listeners.Subscribed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await UnsubscribeAsync(listeners).ConfigureAwait(false);
        }
        finally
        {
            lock (_changing) _ending.Remove(listeners);
        }
    }

    /// <summary>Over the connection it was made with, if it was: a store that is disposed connects no more.</summary>
    private async Task UnsubscribeAsync(Listeners listeners)
    {
        if (listeners.Subscriber is not { } subscriber) return;
        try
        {
            await subscriber.UnsubscribeAsync(RedisChannel.Literal(listeners.Channel), listeners.OnMessage).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever it is: nobody waits for it, and it is logged.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.UnsubscribeFailed(e); // without a connection there is no subscription either
        }
    }

    private Subscription? Enter(string channel, bool isBounded, Action<string> onMessage)
    {
        lock (_changing)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(RedisScanStore));
            if (!_channels.TryGetValue(channel, out var listeners))
            {
                if (isBounded && _channels.Count >= maxChannels)
                {
                    if (!_isFull) logger.TooManyWatched(_channels.Count); // said again only once there was ample room in between
                    _isFull = true;
                    return null;
                }

                _channels[channel] = listeners = new Listeners(channel, logger);
                listeners.Subscribed = Background.RunAsync(() => SubscribeAsync(listeners));
            }

            var subscription = new Subscription(this, listeners, onMessage);
            listeners.Add(subscription);
            return subscription;
        }
    }

    private async Task SubscribeAsync(Listeners listeners)
    {
        try
        {
            await caller.Begin(CancellationToken.None)
                .CallAsync("subscribe", static (d, s) => s.Item1.SubscribeOnceAsync(d, s.listeners), (this, listeners))
                .ConfigureAwait(false);
        }
        catch
        {
            lock (_changing)
            {
                // The next one tries again, in a subscription of its own.
                if (_channels.TryGetValue(listeners.Channel, out var current) && current == listeners) _channels.Remove(listeners.Channel);
            }

            throw;
        }
    }

    private async Task<bool> SubscribeOnceAsync(IDatabase database, Listeners listeners)
    {
        var subscriber = database.Multiplexer.GetSubscriber();
        listeners.Subscriber = subscriber;
        try
        {
            await subscriber.SubscribeAsync(RedisChannel.Literal(listeners.Channel), listeners.OnMessage).ConfigureAwait(false);
            return true;
        }
        catch
        {
            // The client has noted it all the same, and would make it once it is connected again: with every try once more.
            _ = Background.Observed(UnsubscribeAsync(listeners));
            throw;
        }
    }
}
