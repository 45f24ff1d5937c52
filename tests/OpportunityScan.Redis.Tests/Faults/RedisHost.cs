using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Testing;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.Storage;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>A host as an application has one, with a connection of its own: what another process would be.</summary>
internal sealed class RedisHost : IAsyncDisposable
{
    /// <summary>No worker that lives is too slow for it.</summary>
    internal static readonly TimeSpan LongLease = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private readonly IHost _host;
    private bool _killed;

    private RedisHost(IHost host) => _host = host;

    internal IServiceProvider Services => _host.Services;

    internal IScanCoordinator Scans => Services.GetRequiredService<IScanCoordinator>();

    internal IScanWorker Worker => Services.GetRequiredService<IScanWorker>();

    /// <summary>What was logged, as event ids.</summary>
    internal IEnumerable<int> Logged => Services.GetRequiredService<FakeLogCollector>().GetSnapshot().Select(static r => r.Id.Id);

    /// <summary>Starts a host that runs scans.</summary>
    internal static Task<RedisHost> StartAsync(string redis, params IStrategy[] strategies) => StartAsync(redis, static _ => { }, strategies);

    /// <summary>Starts a host that only starts scans and answers for them.</summary>
    internal static Task<RedisHost> StartReaderAsync(string redis, params IStrategy[] strategies) =>
        StartAsync(redis, static o => o.RunWorker = false, strategies);

    internal static Task<RedisHost> StartAsync(string redis, Action<OpportunityScanOptions> configure, params IStrategy[] strategies) =>
        StartAsync(configure, o => o.Configuration = redis, strategies);

    internal static async Task<RedisHost> StartAsync(
        Action<OpportunityScanOptions> configure, Action<RedisStoreOptions> configureStore, params IStrategy[] strategies)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddFakeLogging();
        var scanning = builder.Services.AddOpportunityScanning(static o => o.PollInterval = TimeSpan.FromMilliseconds(500)).UseRedisStore(o =>
        {
            o.CommandTimeout = Connections.CommandTimeout;
            configureStore(o);
        });
        builder.Services.Configure(configure);
        foreach (var strategy in strategies) scanning.AddStrategy(strategy);
        var host = builder.Build();
        await host.StartAsync();
        return new RedisHost(host);
    }

    /// <summary>A prefix that no other test has, on the server that tests share.</summary>
    internal static async Task<Action<RedisStoreOptions>> SharedAsync()
    {
        var connected = await TestServer.Redis.ConnectAsync();
        var prefix = ScanId.New().Value + ":";
        return o => (o.Configuration, o.KeyPrefix) = (connected.Endpoints, prefix);
    }

    /// <summary>Ends the worker as a crash would: nothing is stored, nothing is given back.</summary>
    internal Task KillAsync()
    {
        _killed = true;
        return Limit.Within(Worker.StopAsync(new CancellationToken(canceled: true)));
    }

    /// <summary>Lets the lease of a scan lapse whose worker can no longer renew it, so that nobody has to wait for its end.</summary>
    internal async Task LapseAsync(ScanKey key)
    {
        var store = Services.GetRequiredService<IScanStore>();
        var state = (await Limit.Within(store.FindAsync(key, default).AsTask()))!.State;
        (await Limit.Within(store.RenewAsync(key, state.Run, TimeSpan.FromMilliseconds(1), default).AsTask())).Status.Should().Be(CommitStatus.Accepted);
    }

    internal async Task<ScanTicket> StartScanAsync(ScanRequest? request = null) =>
        await Limit.Within(Scans.StartAsync(request ?? Sample.Request).AsTask());

    internal async Task<ScanLookup> FindAsync(ScanKey key) => await Limit.Within(Scans.FindAsync(ScanQuery.ById(key)).AsTask());

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

    /// <summary>Asks until the answer is what was waited for.</summary>
    internal async Task<ScanLookup> FoundAsAsync(ScanKey key, Func<ScanLookup, bool> condition)
    {
        using var limit = Limit.Source();
        while (true)
        {
            var answer = await Scans.FindAsync(ScanQuery.ById(key), limit.Token);
            if (condition(answer)) return answer;
            await Task.Delay(Pause, TimeProvider.System, limit.Token);
        }
    }

    /// <summary>Starts a scan as soon as that can be done.</summary>
    internal Task<ScanTicket> StartWhenPossibleAsync(ScanRequest request) =>
        Eventually.AvailableAsync(token => Scans.StartAsync(request, token));

    public async ValueTask DisposeAsync()
    {
        if (!_killed) await KillAsync(); // an orderly stop would wait for a server that a test has ended
        await _host.StopAsync();
        if (_host is IAsyncDisposable host) await host.DisposeAsync();
    }
}
