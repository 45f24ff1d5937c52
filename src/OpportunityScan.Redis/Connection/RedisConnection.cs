using System.Globalization;
using System.Security.Cryptography;
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
internal sealed class RedisConnection(RedisSource source, string prefix, RedisStoreOptions options, TimeProvider timeProvider, ILogger logger)
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
    private volatile bool _isStale;
    private volatile StoreLayout _layout = new(new KeySpace(prefix, options.Partitions), "");
    private long _generation;
    private long _checked;

    /// <summary>How the store is laid out. To be relied on while <see cref="IsReady"/>.</summary>
    internal StoreLayout Layout => _layout;

    /// <summary>Whether the store was asked for its layout over the connection as it is now.</summary>
    internal bool IsReady => _database is not null && !_isStale;

    /// <summary>Changes with every new connection, and when the store turns out to have been emptied.</summary>
    internal long Generation => Interlocked.Read(ref _generation);

    /// <summary>How long ago the store was last asked for its layout.</summary>
    internal TimeSpan SinceChecked => timeProvider.GetElapsedTime(Interlocked.Read(ref _checked));

    /// <summary>The server's clock.</summary>
    internal ServerClock Clock { get; } = new();

    /// <summary>The database, once it is known to have our layout, and as long as it is known to be where writes belong.</summary>
    internal ValueTask<IDatabase> DatabaseAsync() => _database is { } ready && !_isStale && _trust?.Holds(ConnectedAsync) != false
        ? new ValueTask<IDatabase>(ready)
        : new ValueTask<IDatabase>(ConnectedAsync());

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
            if (connection is not null) connection.ConnectionRestored -= OnRestored;
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
        if (ReferenceEquals(connection, last) && ready is not null) return _isStale ? await AgainAsync(ready).ConfigureAwait(false) : ready;
        Keep(connection);
        try
        {
            var database = connection.GetDatabase(options.Database);
            IsCluster = connection.GetServers().Any(static s => s.ServerType == ServerType.Cluster);
            await new StoreProbe(_layout.Keys, options.ReplicaAcknowledgements > 0, timeProvider, logger).RunAsync(database, IsCluster).ConfigureAwait(false);
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
            if (!_isDisposed && last != connection)
            {
                connection.ConnectionRestored += OnRestored;
                if (last is not null) last.ConnectionRestored -= OnRestored;
                Interlocked.Increment(ref _generation);
            }
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

    /// <summary>The server may be another one by now, or have lost what it held.</summary>
    private void OnRestored(object? sender, ConnectionFailedEventArgs restored)
    {
        if (restored.ConnectionType != ConnectionType.Interactive) return;
        Interlocked.Increment(ref _generation);
        _isStale = true;
    }

    private async Task<IDatabase> AgainAsync(IDatabase known)
    {
        _isStale = false; // before it asks: a connection that is lost meanwhile has it asked again
        try
        {
            await CheckLayoutAsync(known).ConfigureAwait(false);
            return known;
        }
        catch
        {
            _isStale = true;
            throw;
        }
    }

    /// <summary>
    /// Asks the store how it is laid out, and follows that; one that has no layout gets ours. Returns whether something has changed: it was emptied, and
    /// perhaps laid out by a process of other options.
    /// </summary>
    internal async Task<bool> CheckLayoutAsync(IDatabase database)
    {
        var known = _layout;
        RedisValue[] wanted =
            [LayoutVersion, known.Keys.Partitions, (long)LayoutLifetime.TotalMilliseconds, RandomNumberGenerator.GetHexString(16, lowercase: true)];
        var stored = (RedisValue[])(await EvaluateAsync(database, RedisScript.Layout, [known.Keys.Config], wanted).ConfigureAwait(false))!;
        if (stored[0] != LayoutVersion) throw OtherLayout(stored[0].ToString());
        if (!stored[1].TryParse(out int partitions) || partitions is < 1 or > RedisStoreOptions.MostPartitions)
            throw new RedisRefusedException($"The store says that it has '{stored[1]}' partitions (recorded as {known.Keys.Config}), which is no number that there can be.");
        Clock.Hear((long)stored[3]);
        Interlocked.Exchange(ref _checked, timeProvider.GetTimestamp());
        return Follow(partitions, stored[2].ToString());
    }

    private bool Follow(int partitions, string store)
    {
        lock (_gate)
        {
            var known = _layout;
            if (partitions == known.Keys.Partitions && string.Equals(store, known.Store, StringComparison.Ordinal)) return false;
            if (partitions != options.Partitions) logger.PartitionsFollowed(options.Partitions, partitions);
            if (known.Store.Length > 0) logger.StoreEmptied();
            _layout = new StoreLayout(partitions == known.Keys.Partitions ? known.Keys : new KeySpace(prefix, partitions), store);
            Interlocked.Increment(ref _generation);
            return true;
        }
    }

    private RedisRefusedException OtherLayout(string stored) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"layout is {LayoutVersion} in this process, but {stored} in the store (recorded as {_layout.Keys.Config}). ")
        + "This version of OpportunityScan.Redis cannot share that store; run one version, or use another KeyPrefix.");

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
