using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Signals;

/// <summary>The callbacks of one channel. Changed under the hub's lock, called without.</summary>
internal sealed class Listeners
{
    private readonly ILogger _logger;
    private ImmutableHashSet<Subscription> _all = [];

    internal Listeners(string channel, ILogger logger)
    {
        (Channel, _logger) = (channel, logger);
        OnMessage = (_, message) => Call(message.ToString());
    }

    internal string Channel { get; }

    /// <summary>What the client library calls; one and the same object, so that it can be taken off again.</summary>
    internal Action<RedisChannel, RedisValue> OnMessage { get; }

    /// <summary>Complete once the server knows of the subscription.</summary>
    internal Task Subscribed { get; set; } = Task.CompletedTask;

    /// <summary>What subscribes; <c>null</c> before there was a connection to do so.</summary>
    internal ISubscriber? Subscriber { get; set; }

    /// <summary>Complete once the server does not know it any more; meaningful once it is being ended.</summary>
    internal Task Ended { get; set; } = Task.CompletedTask;

    internal bool IsEmpty => _all.IsEmpty;

    internal void Add(Subscription subscription) => _all = _all.Add(subscription);

    internal bool Remove(Subscription subscription)
    {
        var without = _all.Remove(subscription);
        var removed = without != _all;
        _all = without;
        return removed;
    }

    private void Call(string message)
    {
        foreach (var subscription in Volatile.Read(ref _all))
        {
            try
            {
                subscription.Call(message);
            }
#pragma warning disable CA1031 // Whatever it is: one subscriber's defect must not keep the signal from the others.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _logger.CallbackFailed(e);
            }
        }
    }
}
