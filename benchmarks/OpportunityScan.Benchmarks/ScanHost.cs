using Microsoft.Extensions.DependencyInjection;

namespace OpportunityScan.Benchmarks;

/// <summary>The library as a host would run it, with the in-memory store.</summary>
internal sealed class ScanHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private ScanHost(ServiceProvider services) => _services = services;

    internal static OwnerId Owner { get; } = new("benchmark");

    internal IScanCoordinator Coordinator => _services.GetRequiredService<IScanCoordinator>();

    internal static async Task<ScanHost> StartAsync(
        int strategies,
        Func<int, StrategyContext, CancellationToken, IAsyncEnumerable<Opportunity>> body,
        Action<IServiceCollection>? configure = null,
        Action<OpportunityScanOptions>? options = null)
    {
        var services = new ServiceCollection();
        configure?.Invoke(services);
        var builder = services.AddOpportunityScanning(options);
        for (var i = 0; i < strategies; i++)
        {
            var index = i;
            builder.AddStrategy(new StrategyDescriptor(new StrategyId($"strategy-{i}")), (context, token) => body(index, context, token));
        }

        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IScanWorker>().StartAsync();
        return new ScanHost(provider);
    }

    internal async Task<ScanKey> StartScanAsync() =>
        (await Coordinator.StartAsync(new ScanRequest(Owner) { Mode = StartMode.New })).Key;

    /// <summary>Runs a scan to its end, and waits for that as a user does: by watching.</summary>
    internal async Task<ScanSnapshot> RunScanAsync()
    {
        ScanSnapshot? last = null;
        await foreach (var snapshot in Coordinator.WatchAsync(await StartScanAsync())) last = snapshot;
        return last is { Status: ScanStatus.Completed } ? last : throw new InvalidOperationException($"The scan ended as {last?.Status}.");
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
