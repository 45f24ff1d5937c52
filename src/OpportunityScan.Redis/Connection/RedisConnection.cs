using System.Globalization;
using Microsoft.Extensions.Logging;
using OpportunityScan.Redis.Keys;
using OpportunityScan.Redis.Scripting;
using OpportunityScan.Redis.Serialization;
using OpportunityScan.Redis.Signals;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Connection;

/// <summary>
/// The connection: made when first needed, once for all who wait for it, checked against what the store needs and the layout that it records, and
/// disposed if it is ours. With sentinels it is to the master that they name, and moves with it.
/// </summary>
internal sealed class RedisConnection(RedisSource source, KeySpace keys, RedisStoreOptions options, TimeProvider timeProvider, ILogger logger)
    : IAsyncDisposable, IDisposable
{
    /// <summary>Raised whenever keys, fields or their meaning change.</summary>
    internal const int LayoutVersion = 2;

    private const string PolicyField = "maxmemory_policy:";

    /// <summary>Longer than any scan is kept; every process that starts renews it.</summary>
    private static readonly TimeSpan LayoutLifetime = TimeSpan.FromDays(800);

    /// <summary>For how long what was found wrong for good is taken for granted: whoever mends it need not restart this process.</summary>
    private static readonly TimeSpan RefusalLasts = TimeSpan.FromSeconds(5);

    private readonly MasterTrust? _trust =
        source.Sentinels is { } sentinels ? new MasterTrust(new Sentinels(sentinels, timeProvider), timeProvider, logger) : null;

    private readonly Lock _gate = new();
    private Task<IDatabase>? _connecting;
    private IConnectionMultiplexer? _connection;
    private volatile IDatabase? _database;
    private (RedisRefusedException Why, long At)? _refusal;
    private volatile bool _isDisposed;
    private bool _hasMoved;

    /// <summary>The database, once it is known to have our layout, and as long as it is known to be where writes belong.</summary>
    internal ValueTask<IDatabase> DatabaseAsync() =>
        _database is { } ready && _trust?.Holds(ConnectedAsync) != false ? new ValueTask<IDatabase>(ready) : new ValueTask<IDatabase>(ConnectedAsync());

    /// <summary>Called when the store has moved to another node.</summary>
    internal Action? Moved { get; set; }

    /// <summary>Whether keys of different partitions cannot be touched by one command.</summary>
    internal bool IsCluster { get; private set; }

    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, typeof(RedisScanStore));

    /// <summary>Makes sure that an answer came from where writes belong: a node that was stopped for a while may not know that it is the master no more.</summary>
    internal ValueTask ConfirmAsync(IDatabase answering) => _trust is null ? ValueTask.CompletedTask : ConfirmedAsync(answering);

    /// <summary>Runs a script, sent by its hash.</summary>
    internal static async Task<RedisResult> EvaluateAsync(IDatabase database, RedisScript script, RedisKey[] keys, RedisValue[] values)
    {
        try
        {
            return await database.ScriptEvaluateAsync(script.Hash, keys, values, CommandFlags.DemandMaster).ConfigureAwait(false);
        }
        catch (RedisServerException e) when (e.Message.Contains("NOSCRIPT", StringComparison.Ordinal))
        {
            // A server that is new, restarted or promoted: sent whole, it is known there from now on.
            return await EvaluateTextAsync(database, script, keys, values).ConfigureAwait(false);
        }
        catch (RedisServerException e) when (HeadCodec.NewerFormat(e.Message) is { } format)
        {
            throw HeadCodec.TooNew(format);
        }
    }

    private static async Task<RedisResult> EvaluateTextAsync(IDatabase database, RedisScript script, RedisKey[] keys, RedisValue[] values)
    {
        try
        {
            return await database.ScriptEvaluateAsync(script.Text, keys, values, CommandFlags.DemandMaster | CommandFlags.NoScriptCache)
                .ConfigureAwait(false);
        }
        catch (RedisServerException e) when (HeadCodec.NewerFormat(e.Message) is { } format)
        {
            throw HeadCodec.TooNew(format);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (TakeOurs() is { } ours) await ours.DisposeAsync().ConfigureAwait(false);
        if (_trust is not null) await _trust.DisposeAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        TakeOurs()?.Dispose();
        if (_trust is not null) _ = Background.Observed(_trust.DisposeAsync().AsTask());
    }

    private IConnectionMultiplexer? TakeOurs()
    {
        lock (_gate)
        {
            (_isDisposed, _database) = (true, null);
            var connection = _connection;
            _connection = null;
            return source.IsOwned ? connection : null;
        }
    }

    /// <summary>The attempt to connect that is under way, or a new one. It goes on though its callers may give up waiting for it.</summary>
    private Task<IDatabase> ConnectedAsync()
    {
        lock (_gate)
        {
            ThrowIfDisposed();
            if (_refusal is var (why, at) && timeProvider.GetElapsedTime(at) < RefusalLasts) throw why;
            if (_connecting is { IsCompleted: false } underWay) return underWay;
            return _connecting = Background.Observed(Background.StartAsync(ConnectAsync));
        }
    }

    private async ValueTask ConfirmedAsync(IDatabase answering)
    {
        if (await DatabaseAsync().ConfigureAwait(false) != answering)
            throw new RedisConnectionException(ConnectionFailureType.UnableToResolvePhysicalConnection, "The answer is of a node that is the master no more.");
    }

    private async Task<IDatabase> ConnectAsync()
    {
        var (last, ready) = (_connection, _database);
        var connection = _trust is null
            ? last ?? await source.Connect().ConfigureAwait(false)
            : await _trust.ConnectionAsync(last).ConfigureAwait(false);
        if (ReferenceEquals(connection, last) && ready is not null) return ready;
        Keep(connection);
        try
        {
            var database = connection.GetDatabase(options.Database);
            IsCluster = connection.GetServers().Any(static s => s.ServerType == ServerType.Cluster);
            await new StoreProbe(keys, options.ReplicaAcknowledgements > 0, timeProvider, logger).RunAsync(database, IsCluster).ConfigureAwait(false);
            await CheckLayoutAsync(database).ConfigureAwait(false);
            await PrepareRenewalsAsync(database).ConfigureAwait(false);
            await WarnOfEvictionAsync(database).ConfigureAwait(false);
            return Ready(database);
        }
        catch (RedisRefusedException e)
        {
            logger.Refused(e);
            lock (_gate) _refusal = (e, timeProvider.GetTimestamp());
            throw;
        }
    }

    /// <summary>The connection from now on, in place of the last one.</summary>
    private void Keep(IConnectionMultiplexer connection)
    {
        IConnectionMultiplexer? last;
        lock (_gate)
        {
            last = _isDisposed ? connection : _connection;
            if (!_isDisposed) (_connection, _database) = (connection, null);
        }

        if (last is not null && source.IsOwned && (_isDisposed || last != connection)) _ = Background.Observed(last.DisposeAsync().AsTask());
        ThrowIfDisposed(); // meanwhile
        if (last is not null && last != connection) _hasMoved = true;
    }

    private IDatabase Ready(IDatabase database)
    {
        lock (_gate)
        {
            ThrowIfDisposed();
            _refusal = null;
            _database = database;
        }

        if (_hasMoved) Moved?.Invoke();
        _hasMoved = false;
        return database;
    }

    private async Task CheckLayoutAsync(IDatabase database)
    {
        RedisValue[] wanted = [LayoutVersion, keys.Partitions, (long)LayoutLifetime.TotalMilliseconds];
        var stored = (RedisValue[])(await EvaluateAsync(database, RedisScript.Layout, [keys.Config], wanted).ConfigureAwait(false))!;
        Expect("layout", wanted[0], stored[0], "This version of OpportunityScan.Redis cannot share that store; run one version, or use another KeyPrefix.");
        Expect(
            $"{nameof(RedisStoreOptions)}.{nameof(RedisStoreOptions.Partitions)}",
            wanted[1],
            stored[1],
            "All processes that share a store must agree; use the recorded value, or another KeyPrefix.");
    }

    private void Expect(string setting, RedisValue ours, RedisValue stored, string remedy)
    {
        if (ours == stored) return;
        throw new RedisRefusedException(string.Create(
            CultureInfo.InvariantCulture, $"{setting} is {ours} in this process, but {stored} in the store (recorded as {keys.Config}). {remedy}"));
    }

    /// <summary>
    /// So that the first renewal needs no second try, which a thread pool that is kept busy would hold up. Best effort: a server that was not
    /// told is sent the script when it lacks it.
    /// </summary>
    private static async Task PrepareRenewalsAsync(IDatabase database)
    {
        try
        {
            await Task.WhenAll(Masters(database).Select(static s => s.ExecuteAsync("SCRIPT", "LOAD", RedisScript.Renew.Text))).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RedisException or RedisCommandException or TimeoutException)
        {
            return;
        }
    }

    private static IEnumerable<IServer> Masters(IDatabase database) =>
        database.Multiplexer.GetServers().Where(static s => s is { IsConnected: true, IsReplica: false });

    /// <summary>Best effort: where the command is not allowed, nothing is lost but a warning.</summary>
    private async Task WarnOfEvictionAsync(IDatabase database)
    {
        try
        {
            foreach (var server in Masters(database))
            {
                // From a script, because the client library keeps INFO for connections in admin mode.
                var info = (await server.ExecuteAsync("EVAL", "return redis.call('INFO', 'memory')", 0).ConfigureAwait(false)).ToString();
                var policy = info.Split("\r\n").FirstOrDefault(static line => line.StartsWith(PolicyField, StringComparison.Ordinal))?[PolicyField.Length..];
                if (policy is not (null or "noeviction")) logger.MayEvict(policy);
            }
        }
        catch (Exception e) when (e is RedisException or RedisCommandException or TimeoutException)
        {
            logger.PolicyUnknown(e);
        }
    }
}
