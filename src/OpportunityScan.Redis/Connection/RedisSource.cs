using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Connection;

/// <summary>Where the connection comes from, and whose it is.</summary>
/// <param name="Connect">Connects.</param>
/// <param name="IsOwned">Whether the store made it, and so disposes it.</param>
/// <param name="InstanceName">What the host's cache settings call this instance; <c>null</c> when it is not from there or has no name.</param>
internal sealed record RedisSource(Func<Task<IConnectionMultiplexer>> Connect, bool IsOwned, string? InstanceName = null)
{
    private static readonly TimeSpan BetweenReconnects = TimeSpan.FromSeconds(1);

    /// <summary>With threads of its own, so that what is sent (above all renewals of leases) does not wait for the thread pool. One for the whole process.</summary>
    private static readonly SocketManager Sockets = new("OpportunityScan", 2, SocketManager.SocketManagerOptions.None);

    /// <summary>Chooses: what the host passed, its connection in the container, the settings of its distributed cache.</summary>
    /// <exception cref="InvalidOperationException">There is none of these.</exception>
    internal static RedisSource Of(IServiceProvider services, RedisStoreOptions options)
    {
        if (options.ConnectionFactory is { } factory) return new RedisSource(() => factory(services), IsOwned: false);
        if (options.ConfigurationOptions is { } parts) return Own(parts.Clone(), options);
        if (options.Configuration is { } text) return Own(Parse(text), options);
        if (services.GetService<IConnectionMultiplexer>() is { } shared) return new RedisSource(() => Task.FromResult(shared), IsOwned: false);
        if (services.GetService<IOptions<RedisCacheOptions>>()?.Value is { } cache && OfCache(cache, options) is { } source) return source;
        throw new InvalidOperationException(
            $"The Redis store has no connection: pass a configuration to UseRedisStore, register an {nameof(IConnectionMultiplexer)}, or call "
            + "AddStackExchangeRedisCache.");
    }

    /// <summary>What the settings of a distributed cache say; <c>null</c> when they say nothing.</summary>
    private static RedisSource? OfCache(RedisCacheOptions cache, RedisStoreOptions options)
    {
        var name = string.IsNullOrEmpty(cache.InstanceName) ? null : cache.InstanceName;
        if (cache.ConnectionMultiplexerFactory is { } factory) return new RedisSource(factory, IsOwned: false, name);
        if (cache.ConfigurationOptions is { } parts) return Own(parts.Clone(), options) with { InstanceName = name };
        return cache.Configuration is { Length: > 0 } text ? Own(Parse(text), options) with { InstanceName = name } : null;
    }

    /// <summary>Reconnecting soon: the library's own policy may pause for a minute.</summary>
    private static ConfigurationOptions Parse(string text)
    {
        var configuration = ConfigurationOptions.Parse(text);
        configuration.ReconnectRetryPolicy = new ExponentialRetry(100, 5_000);
        return configuration;
    }

    /// <summary>A process that starts while Redis is down starts, and heals; whoever asks meanwhile is told at once instead of being queued.</summary>
    private static RedisSource Own(ConfigurationOptions configuration, RedisStoreOptions options)
    {
        configuration.AbortOnConnectFail = false;
        configuration.ConnectRetry = 1; // the connection goes on trying in the background
        configuration.ReconnectRetryPolicy = new LinearRetry((int)BetweenReconnects.TotalMilliseconds);
        configuration.SocketManager ??= Sockets;
        if (configuration.BacklogPolicy == BacklogPolicy.Default) configuration.BacklogPolicy = BacklogPolicy.FailFast;
        configuration.AsyncTimeout = configuration.SyncTimeout = (int)options.CommandTimeout.TotalMilliseconds;
        return new RedisSource(async () => await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false), IsOwned: true);
    }
}
