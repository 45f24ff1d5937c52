using Microsoft.Extensions.Logging;
using OpportunityScan.Redis.Claiming;
using OpportunityScan.Redis.Connection;
using OpportunityScan.Redis.Keys;
using OpportunityScan.Redis.Scripting;
using OpportunityScan.Redis.Signals;
using OpportunityScan.Storage;

namespace OpportunityScan.Redis;

/// <summary>
/// Keeps scans in Redis. Every verb that changes something is one script, which decides as the state machine does; the layout is described
/// beside the scripts.
/// </summary>
internal sealed partial class RedisScanStore : IScanStore, IAsyncDisposable, IDisposable
{
    private const string DefaultPrefix = "opportunityscan:";

    /// <summary>What scripts read as: a worker that can run whatever is planned.</summary>
    private const string Anything = "*";

    /// <summary>How often a cluster is asked for its layout while something is missing or nothing is due.</summary>
    private static readonly TimeSpan BetweenChecks = TimeSpan.FromSeconds(1);

    private readonly RedisConnection _connection;
    private readonly RedisCaller _caller;
    private readonly ReplicaGuard _replicas;
    private readonly SignalHub _signals;
    private readonly AskedClaims _asked = new();
    private readonly ILogger _logger;

    internal RedisScanStore(RedisSource source, RedisStoreOptions options, TimeProvider timeProvider, ILogger logger)
    {
        var prefix = options.KeyPrefix ?? source.InstanceName ?? DefaultPrefix;
        if (DependencyInjection.RedisStoreOptionsValidator.PrefixViolation(prefix) is { } violation)
            throw new InvalidOperationException($"The instance name of the distributed cache, '{prefix}', cannot be a KeyPrefix: {violation}");
        _connection = new RedisConnection(source, prefix, options, timeProvider, logger);
        _caller = new RedisCaller(_connection, options.Retries, options.CommandTimeout, timeProvider);
        _replicas = new ReplicaGuard(options.ReplicaAcknowledgements, options.ReplicaTimeout, logger);
        _passed = new PassedScans(timeProvider, logger);
        _logger = logger;
        _signals = new SignalHub(_caller, options.MaxWatchedScans, logger);
        _connection.Moved = _signals.Move;
    }

    public bool IsInProcess => false;

    public bool RetriesItself => true;

    public DateTimeOffset? Now => _connection.Clock.Now;

    public long Generation => _connection.Generation;

    internal KeySpace Keys => _connection.Layout.Keys;

    internal SignalHub Signals => _signals;

    public async ValueTask<IAsyncDisposable> WatchAsync(ScanKey key, Action onChanged, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(onChanged);
        var keys = await KeysAsync(_caller.Begin(cancellationToken)).ConfigureAwait(false);
        return await _signals.AddAsync(keys.Of(key).Channel, isBounded: true, _ => onChanged(), cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IAsyncDisposable> WatchWorkAsync(Action<WorkSignal> onSignal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(onSignal);
        return _signals.AddAsync(Keys.WorkChannel, isBounded: false, message => onSignal(WorkMessage.Read(message)), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _signals.DisposeAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        _ = _signals.EndAllAsync(); // on a connection of the host; one of our own ends here
        _connection.Dispose();
    }

    /// <summary>Connects and tries what the store needs, so that what is wrong for good shows at start.</summary>
    /// <exception cref="InvalidOperationException">Something is.</exception>
    internal async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _caller.Begin(cancellationToken).CallAsync("connect", static (_, _) => Task.FromResult(true), 0).ConfigureAwait(false);
        }
        catch (ScanStoreUnavailableException e) when (e.InnerException is RedisRefusedException refused)
        {
            throw new InvalidOperationException(refused.Message, e);
        }
    }

    /// <summary>The names of everything, once the store has said how it is laid out.</summary>
    private ValueTask<KeySpace> KeysAsync(RedisCalls calls) =>
        _connection.IsReady ? new ValueTask<KeySpace>(Keys) : ConnectedKeysAsync(calls);

    private async ValueTask<KeySpace> ConnectedKeysAsync(RedisCalls calls)
    {
        await calls.CallAsync("connect", static (_, _) => Task.FromResult(true), 0).ConfigureAwait(false);
        return Keys;
    }

    /// <summary>Asks the store again how it is laid out, because something was missing. Returns whether that has changed.</summary>
    private ValueTask<bool> IsRelaidAsync(RedisCalls calls) =>
        calls.CallAsync("layout", static (database, connection) => connection.CheckLayoutAsync(database), _connection);

    /// <summary>As above, where scripts cannot tell: on a cluster, and there not again and again.</summary>
    private async ValueTask<bool> IsClusterRelaidAsync(RedisCalls calls) =>
        _connection.IsCluster && _connection.SinceChecked >= BetweenChecks && await IsRelaidAsync(calls).ConfigureAwait(false);

    /// <summary>What is thrown where a reply is none that the script gives.</summary>
    private static InvalidDataException Unreadable(RedisScript script) => new($"This is no reply of the script '{script.Name}'.");
}
