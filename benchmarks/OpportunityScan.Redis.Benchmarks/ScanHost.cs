using Microsoft.Extensions.DependencyInjection;
using OpportunityScan.Benchmarks;
using OpportunityScan.Storage;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Benchmarks;

/// <summary>The library as a host would run it, with the Redis store on a connection of its own.</summary>
internal sealed class ScanHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private ScanHost(ServiceProvider services, ConnectionMultiplexer connection) => (_services, Connection) = (services, connection);

    internal static OwnerId Owner { get; } = new("benchmark");

    internal ConnectionMultiplexer Connection { get; }

    internal IScanCoordinator Coordinator => _services.GetRequiredService<IScanCoordinator>();

    internal IScanStore Store => _services.GetRequiredService<IScanStore>();

    /// <summary>A host that runs scans.</summary>
    internal static async Task<ScanHost> WorkAsync(
        Bench bench, int strategies, Func<int, CancellationToken, IAsyncEnumerable<Opportunity>> body, Action<OpportunityScanOptions>? options = null) =>
        await WorkAsync(await bench.ConnectAsync(), strategies, body, options);

    /// <summary>The same on a connection that is there; it is disposed with the host.</summary>
    internal static async Task<ScanHost> WorkAsync(
        ConnectionMultiplexer connection,
        int strategies,
        Func<int, CancellationToken, IAsyncEnumerable<Opportunity>> body,
        Action<OpportunityScanOptions>? options = null)
    {
        var host = Create(connection, strategies, body, options);
        await host._services.GetRequiredService<IScanWorker>().StartAsync();
        return host;
    }

    /// <summary>A host that starts scans and asks about them, and runs none.</summary>
    internal static async Task<ScanHost> AskAsync(Bench bench, int strategies = 14) =>
        Create(await bench.ConnectAsync(), strategies, static (_, token) => Bodies.One(token), static o => o.RunWorker = false);

    internal async Task<ScanKey> StartScanAsync(OwnerId? owner = null) =>
        (await Coordinator.StartAsync(new ScanRequest(owner ?? Owner) { Mode = StartMode.New })).Key;

    /// <summary>Waits for the end as a user does: by watching.</summary>
    internal async Task<ScanSnapshot> WatchToEndAsync(ScanKey key)
    {
        ScanSnapshot? last = null;
        await foreach (var snapshot in Coordinator.WatchAsync(key)) last = snapshot;
        return last is { Status: ScanStatus.Completed } ? last : throw new InvalidOperationException($"The scan ended as {last?.Status}.");
    }

    /// <summary>Watches until the snapshot is as wanted.</summary>
    internal async Task<ScanSnapshot> WatchUntilAsync(ScanKey key, Func<ScanSnapshot, bool> isWanted)
    {
        await foreach (var snapshot in Coordinator.WatchAsync(key))
        {
            if (isWanted(snapshot)) return snapshot;
        }

        throw new InvalidOperationException("The scan ended before.");
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Connection.DisposeAsync();
    }

    private static ScanHost Create(
        ConnectionMultiplexer connection,
        int strategies,
        Func<int, CancellationToken, IAsyncEnumerable<Opportunity>> body,
        Action<OpportunityScanOptions>? options)
    {
        var services = new ServiceCollection();
        var builder = services.AddOpportunityScanning(options).UseRedisStore(_ => Task.FromResult<IConnectionMultiplexer>(connection));
        for (var i = 0; i < strategies; i++)
        {
            var index = i;
            builder.AddStrategy(new StrategyDescriptor(new StrategyId($"strategy-{i}")), (_, token) => body(index, token));
        }

        return new ScanHost(services.BuildServiceProvider(), connection);
    }
}
