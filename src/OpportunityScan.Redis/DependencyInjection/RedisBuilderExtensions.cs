using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OpportunityScan;
using OpportunityScan.Redis;
using OpportunityScan.Redis.Connection;
using OpportunityScan.Redis.DependencyInjection;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps scans in Redis.</summary>
public static class RedisBuilderExtensions
{
    /// <summary>
    /// Keeps scans in Redis, over a connection of the host: the <see cref="IConnectionMultiplexer"/> of its container, else what its
    /// <c>AddStackExchangeRedisCache</c> settings say. A connection of the container is never disposed by the store.
    /// </summary>
    /// <param name="builder">The builder.</param>
    public static IOpportunityScanBuilder UseRedisStore(this IOpportunityScanBuilder builder) => builder.UseRedisStore(static _ => { });

    /// <summary>Keeps scans in Redis, over a connection that the store makes and disposes.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configuration">Where Redis is, as StackExchange.Redis understands it, e.g. <c>localhost:6379</c>.</param>
    public static IOpportunityScanBuilder UseRedisStore(this IOpportunityScanBuilder builder, string configuration)
    {
        ArgumentException.ThrowIfNullOrEmpty(configuration);
        return builder.UseRedisStore(o => o.Configuration = configuration);
    }

    /// <summary>
    /// Keeps scans in Redis, as the settings of a distributed cache say; the instance name is what keys begin with. A connection that their
    /// factory gives stays the host's.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="cache">The settings.</param>
    public static IOpportunityScanBuilder UseRedisStore(this IOpportunityScanBuilder builder, RedisCacheOptions cache)
    {
        ArgumentNullException.ThrowIfNull(cache);
        return builder.UseRedisStore(o =>
        {
            o.Configuration = cache.Configuration;
            o.ConfigurationOptions = cache.ConfigurationOptions;
            o.ConnectionFactory = cache.ConnectionMultiplexerFactory is { } factory ? _ => factory() : null;
            if (!string.IsNullOrEmpty(cache.InstanceName)) o.KeyPrefix = cache.InstanceName;
        });
    }

    /// <summary>Keeps scans in Redis, over a connection that belongs to the host.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connect">Gives the connection; asked once, and again only after it threw. The store never disposes what it gives.</param>
    public static IOpportunityScanBuilder UseRedisStore(
        this IOpportunityScanBuilder builder, Func<IServiceProvider, Task<IConnectionMultiplexer>> connect)
    {
        ArgumentNullException.ThrowIfNull(connect);
        return builder.UseRedisStore(o => o.ConnectionFactory = connect);
    }

    /// <summary>Keeps scans in Redis.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets options; checked when the host (or the store) starts.</param>
    public static IOpportunityScanBuilder UseRedisStore(this IOpportunityScanBuilder builder, Action<RedisStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddOptions<RedisStoreOptions>().Configure(configure).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisStoreOptions>, RedisStoreOptionsValidator>());
        builder.Services.TryAddSingleton(Create);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RedisStoreStartup>());
        return builder.UseStore(static services => services.GetRequiredService<RedisScanStore>());
    }

    private static RedisScanStore Create(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<RedisStoreOptions>>().Value;
        var logger = (services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("OpportunityScan.Redis");
        return new RedisScanStore(RedisSource.Of(services, options), options, services.GetRequiredService<TimeProvider>(), logger);
    }
}
