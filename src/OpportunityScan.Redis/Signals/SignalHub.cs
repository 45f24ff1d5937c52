using Microsoft.Extensions.Logging;
using OpportunityScan.Redis.Connection;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Signals;

/// <summary>Callbacks by channel. However many there are of one channel, the server knows one subscription, and none once the last has left.</summary>
internal sealed class SignalHub(RedisCaller caller, int maxChannels, ILogger logger)
{
    private readonly Dictionary<string, Listeners> _channels = new(StringComparer.Ordinal);
    private readonly Lock _changing = new();

    /// <summary>How many channels are subscribed to.</summary>
    internal int Channels
    {
        get
        {
            lock (_changing) return _channels.Count;
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
        catch
        {
            await subscription.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    internal async ValueTask LeaveAsync(Subscription subscription)
    {
        var listeners = subscription.Listeners;
        lock (_changing)
        {
            if (!listeners.Remove(subscription) || !listeners.IsEmpty) return;
            _channels.Remove(listeners.Channel); // whoever comes next subscribes anew, beside what is being ended here
        }

        try
        {
            await caller.CallAsync("unsubscribe", static (d, l) => UnsubscribeAsync(d, l), listeners, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ScanStoreUnavailableException e)
        {
            logger.UnsubscribeFailed(e); // without a connection there is no subscription either
        }
    }

    private Subscription? Enter(string channel, bool isBounded, Action<string> onMessage)
    {
        lock (_changing)
        {
            if (!_channels.TryGetValue(channel, out var listeners))
            {
                if (isBounded && _channels.Count >= maxChannels)
                {
                    logger.TooManyWatched(_channels.Count);
                    return null;
                }

                _channels[channel] = listeners = new Listeners(channel, logger);
                listeners.Subscribed = Task.Run(() => SubscribeAsync(listeners));
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
            await caller.CallAsync(
                "subscribe",
                static async (d, l) =>
                {
                    await d.Multiplexer.GetSubscriber().SubscribeAsync(RedisChannel.Literal(l.Channel), l.OnMessage).ConfigureAwait(false);
                    return true;
                },
                listeners,
                CancellationToken.None).ConfigureAwait(false);
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

    private static async Task<bool> UnsubscribeAsync(IDatabase database, Listeners listeners)
    {
        await database.Multiplexer.GetSubscriber().UnsubscribeAsync(RedisChannel.Literal(listeners.Channel), listeners.OnMessage).ConfigureAwait(false);
        return true;
    }
}
