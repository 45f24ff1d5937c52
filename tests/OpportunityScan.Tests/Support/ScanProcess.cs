using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using OpportunityScan.Coordination;
using OpportunityScan.Running;

namespace OpportunityScan.Tests.Support;

/// <summary>One process of a world: a service provider of its own, with what a host would ask it for.</summary>
internal sealed class ScanProcess : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private bool _started;

    internal ScanProcess(ScanHarness world, Action<IOpportunityScanBuilder> configure)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(world.Clock).AddMetrics().AddFakeLogging();
        var builder = services.AddOpportunityScanning(static o => o.LeaseDuration = TimeSpan.FromMinutes(10)).UseStore(_ => world.Store);
        configure(builder);
        _services = services.BuildServiceProvider();
    }

    internal IServiceProvider Services => _services;

    internal IScanCoordinator Scans => _services.GetRequiredService<IScanCoordinator>();

    internal IScanWorker Worker => _services.GetRequiredService<IScanWorker>();

    internal int WatchFeeds => _services.GetRequiredService<WatchHub>().Feeds;

    /// <summary>How many feeds that nobody watches any more have not ended yet.</summary>
    internal int EndingFeeds => _services.GetRequiredService<WatchHub>().Ending;

    /// <summary>What was logged, as event ids.</summary>
    internal IEnumerable<int> Logged => _services.GetRequiredService<FakeLogCollector>().GetSnapshot().Select(static r => r.Id.Id);

    /// <summary>Starts what a host would start; whether that includes a worker.</summary>
    internal async Task<bool> StartAsync()
    {
        var runs = _services.GetRequiredService<IOptions<OpportunityScanOptions>>().Value.RunWorker;
        if (runs) await Worker.StartAsync();
        _started = true;
        return runs;
    }

    /// <summary>Ends the process as a crash would: nothing is stored, nothing is given back.</summary>
    internal Task KillAsync() => Limit.Within(_services.GetRequiredService<ScanWorker>().CrashAsync());

    internal async Task<ScanTicket> StartScanAsync(ScanRequest? request = null) =>
        await Limit.Within(Scans.StartAsync(request ?? Sample.Request).AsTask());

    internal async Task<ScanLookup> FindAsync(ScanKey key) => await Limit.Within(Scans.FindAsync(ScanQuery.ById(key)).AsTask());

    internal async Task<ScanSnapshot> ReadAsync(ScanKey key) =>
        (await FindAsync(key)).Snapshot ?? throw new InvalidOperationException($"The scan {key} was not found.");

    internal async Task<ImmutableArray<Opportunity>> FoundAsync(ScanKey key) => (await Limit.Within(Scans.GetResultsAsync(key).AsTask())).Items;

    /// <summary>The terminal snapshot, once there is one.</summary>
    internal Task<ScanSnapshot> EndOfAsync(ScanKey key) => SeenAsync(key, static s => s.IsTerminal);

    /// <summary>The first snapshot a watcher sees that fulfils a condition, which must not cease to hold.</summary>
    internal async Task<ScanSnapshot> SeenAsync(ScanKey key, Func<ScanSnapshot, bool> condition)
    {
        using var limit = Limit.Source();
        await foreach (var snapshot in Scans.WatchAsync(key, 0, limit.Token))
        {
            if (condition(snapshot)) return snapshot;
        }

        throw new InvalidOperationException("The scan ended before a watcher saw what was waited for.");
    }

    /// <summary>Disposes the container, as a host does that ends in order.</summary>
    internal async Task EndAsync()
    {
        _started = false;
        await _services.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_started) await KillAsync();
        await _services.DisposeAsync();
    }
}
