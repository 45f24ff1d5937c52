using OpportunityScan.Redis.Tests.Servers;

namespace ScanWeb.Tests.Processes;

/// <summary>Several processes on one Redis behind one address.</summary>
internal sealed class Deployment : IAsyncDisposable
{
    private readonly RedisProcess _redis;
    private readonly WebProcess[] _workers;
    private readonly Nginx _nginx;
    private readonly string[] _args;

    private Deployment(RedisProcess redis, WebProcess[] workers, Nginx nginx, string[] args) => (_redis, _workers, _nginx, _args) = (redis, workers, nginx, args);

    /// <summary>Where all of them can be reached, in turn.</summary>
    internal Uri Address => _nginx.Address;

    internal IReadOnlyList<WebProcess> Workers => _workers;

    internal static async Task<Deployment> StartAsync(int workers, params string[] args) => await StartAsync(await Required.RedisAsync(), workers, args);

    /// <summary>Starts one whose Redis has everything on disk before it answers.</summary>
    internal static async Task<Deployment> StartDurableAsync(int workers, params string[] args) =>
        await StartAsync(await Required.RedisAsync("--appendonly", "yes", "--appendfsync", "always"), workers, args);

    /// <summary>Kills Redis, as a crash would.</summary>
    internal Task LoseStoreAsync() => _redis.CrashAsync();

    /// <summary>Starts Redis again, with what it has on disk.</summary>
    internal Task ReviveStoreAsync() => _redis.RunAsync();

    /// <summary>Kills a worker, as a crash would.</summary>
    internal Task KillAsync(int worker) => _workers[worker].KillAsync();

    /// <summary>Starts one again where it was.</summary>
    internal async Task ReviveAsync(int worker) =>
        _workers[worker] = await WebProcess.StartAsync([.. _args, "--urls", _workers[worker].Address.GetLeftPart(UriPartial.Authority)]);

    public async ValueTask DisposeAsync()
    {
        await _nginx.DisposeAsync();
        foreach (var worker in _workers) await worker.DisposeAsync();
        await _redis.DisposeAsync();
    }

    private static async Task<Deployment> StartAsync(RedisProcess redis, int workers, string[] args)
    {
        Required.Nginx();
        string[] all = ["--redis", redis.Endpoint, .. args];
        var started = await WebProcess.StartManyAsync(workers, all);
        return new Deployment(redis, started, await Nginx.StartAsync(started.Select(worker => worker.Address)), all);
    }
}
