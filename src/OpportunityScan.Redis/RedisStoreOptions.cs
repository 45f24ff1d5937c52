using StackExchange.Redis;

namespace OpportunityScan;

/// <summary>How scans are kept in Redis. Validated when the host (or the store) starts; an error names option, value and rule.</summary>
public sealed class RedisStoreOptions
{
    /// <summary>
    /// Where Redis is, as StackExchange.Redis understands it (servers, password, TLS, Sentinel's service name, a cluster's nodes). The store
    /// makes a connection of its own, which starts and heals by itself while Redis is down, and disposes it. What the configuration does not set the
    /// store does: no abort of the first connect, one retry of it, a reconnect each second, no queue of commands while there is no connection,
    /// <see cref="CommandTimeout"/> as timeout of a command, and sockets with threads of their own.
    /// </summary>
    /// <value>Default: <c>null</c>, to use a connection of the host.</value>
    public string? Configuration { get; set; }

    /// <summary>As <see cref="Configuration"/>, in parts; it is preferred when both are set.</summary>
    /// <value>Default: <c>null</c>.</value>
    public ConfigurationOptions? ConfigurationOptions { get; set; }

    /// <summary>Gives a connection that belongs to the host; the store asks once and never disposes it. Preferred to all else.</summary>
    /// <value>
    /// Default: <c>null</c>. Where nothing is set here, an <see cref="IConnectionMultiplexer"/> of the container is used, else the host's
    /// <c>AddStackExchangeRedisCache</c> settings.
    /// </value>
    public Func<IServiceProvider, Task<IConnectionMultiplexer>>? ConnectionFactory { get; set; }

    /// <summary>The number of the database.</summary>
    /// <value>0 to 1,000,000; -1 (the default) for the connection's own.</value>
    public int Database { get; set; } = -1;

    /// <summary>What the names of all keys and channels begin with; stores of different prefixes know nothing of each other.</summary>
    /// <value>
    /// 1 to 128 characters without <c>{</c> and <c>}</c>. Default: <c>null</c>, for the instance name of the host's cache settings where the
    /// connection comes from these and they have one, else <c>opportunityscan:</c>.
    /// </value>
    public string? KeyPrefix { get; set; }

    internal const int MostPartitions = 4_096;

    /// <summary>
    /// Over how many hash tags scans are spread; on a cluster over how many slots. All scans of an owner are in one. The first process
    /// that comes to an empty store records it; all others follow what is recorded, and warn when that differs.
    /// </summary>
    /// <value>1 to 4,096. Default: 16.</value>
    public int Partitions { get; set; } = 16;

    /// <summary>
    /// How many replicas must have a scan before a start of it is acknowledged, whether it was created, joined, reused or repeated. The end of a scan
    /// waits for them, too, but not longer than <see cref="ReplicaTimeout"/>.
    /// </summary>
    /// <value>0 to 16. Default: 0.</value>
    public int ReplicaAcknowledgements { get; set; }

    /// <summary>
    /// How long to wait for the replicas. After that a start is reported as unavailable, though the scan may be there, and is run by whoever claims it; the
    /// same start may be sent again. An end counts as written, and a warning says so.
    /// </summary>
    /// <value>1 ms to 1 minute, and less than <see cref="CommandTimeout"/>. Default: 1 second.</value>
    public TimeSpan ReplicaTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a call may take in all, whatever happens in it: connecting, pauses and repeats included. After that the caller is told that the
    /// store is out of reach. It holds on any connection; on one that the store makes it is also the client library's timeout of a
    /// command, unless the configuration names one. The start of a host waits for Redis no longer than that either.
    /// </summary>
    /// <value>1 ms to 10 minutes. Default: 3 seconds.</value>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How often a call is repeated at most, within <see cref="CommandTimeout"/>: each time after a pause of 25 ms at first, doubled each time.</summary>
    /// <value>0 to 10. Default: 3.</value>
    public int Retries { get; set; } = 3;

    /// <summary>How many scans this process listens to at once. Watchers of further ones poll only.</summary>
    /// <value>0 to 1,000,000. Default: 10,000.</value>
    public int MaxWatchedScans { get; set; } = 10_000;
}
