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
    /// <summary>How to ask sentinels where the master is; <c>null</c> where there are none, or the connection is not the store's own.</summary>
    internal ConfigurationOptions? Sentinels { get; private init; }

    private static readonly TimeSpan BetweenReconnects = TimeSpan.FromSeconds(1);

    /// <summary>With threads of its own, so that what is sent (above all renewals of leases) does not wait for the thread pool. One for the whole process.</summary>
    private static readonly SocketManager Sockets = new("OpportunityScan", 2, SocketManager.SocketManagerOptions.None);

    /// <summary>Chooses: what the host passed, its connection in the container, the settings of its distributed cache.</summary>
    /// <exception cref="InvalidOperationException">There is none of these.</exception>
    internal static RedisSource Of(IServiceProvider services, RedisStoreOptions options)
    {
        if (options.ConnectionFactory is { } factory) return new RedisSource(() => factory(services), IsOwned: false);
        if (options.ConfigurationOptions is { } parts) return Own(parts, options);
        if (options.Configuration is { } text) return Own(ConfigurationOptions.Parse(text), options);
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
        if (cache.ConfigurationOptions is { } parts) return Own(parts, options) with { InstanceName = name };
        return cache.Configuration is { Length: > 0 } text ? Own(ConfigurationOptions.Parse(text), options) with { InstanceName = name } : null;
    }

    /// <summary>One that the store makes.</summary>
    private static RedisSource Own(ConfigurationOptions wanted, RedisStoreOptions options)
    {
        if (ProxyViolation(wanted) is { } violation) throw new InvalidOperationException($"The configuration of Redis {violation}");
        var configuration = Settled(wanted, options);
        return new RedisSource(async () => await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false), IsOwned: true)
        {
            Sentinels = string.IsNullOrEmpty(configuration.ServiceName) ? null : configuration,
        };
    }

    /// <summary>
    /// A copy that says also what the host has not set: a process that starts while Redis is down starts, and heals; whoever asks meanwhile is told at
    /// once instead of being queued.
    /// </summary>
    internal static ConfigurationOptions Settled(ConfigurationOptions wanted, RedisStoreOptions options)
    {
        // The text names what was set and nothing else; the properties give their defaults, too.
        var set = wanted.ToString(includePassword: false)
            .Split(',').Select(static part => part.Split('=')[0].Trim()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var configuration = wanted.Clone();
        if (!set.Contains("abortConnect")) configuration.AbortOnConnectFail = false;
        if (!set.Contains("connectRetry")) configuration.ConnectRetry = 1; // the connection goes on trying in the background
        // A policy that was set is the same object in every copy; the default is made when it is first asked for.
        if (!ReferenceEquals(wanted.Clone().ReconnectRetryPolicy, configuration.ReconnectRetryPolicy))
            configuration.ReconnectRetryPolicy = new LinearRetry((int)BetweenReconnects.TotalMilliseconds);
        configuration.SocketManager ??= Sockets;
        if (configuration.BacklogPolicy == BacklogPolicy.Default) configuration.BacklogPolicy = BacklogPolicy.FailFast;
        if (!set.Contains("syncTimeout") && !set.Contains("asyncTimeout"))
            configuration.AsyncTimeout = configuration.SyncTimeout = (int)options.CommandTimeout.TotalMilliseconds;
        return configuration;
    }

    /// <summary>Why the store cannot work over such a connection; <c>null</c> when it can.</summary>
    internal static string? ProxyViolation(ConfigurationOptions configuration) => configuration.Proxy == Proxy.None
        ? null
        : $"names a proxy ({configuration.Proxy}), through which the store cannot work: it passes on neither messages nor scripts, or half of them. "
            + "Connect to Redis itself, to its cluster, or to its sentinels.";
}
