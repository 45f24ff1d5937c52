using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using OpportunityScan.Benchmarks;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Benchmarks.Measures;

/// <summary>Asking for a running scan by id, next to reading the same bytes.</summary>
internal static class StatusMeasure
{
    private const int Operations = 300;

    internal static async Task<Report> RunAsync(Bench bench)
    {
        await using var worker = await ScanHost.WorkAsync(bench, 14, static (_, token) => Bodies.Endless(token));
        await using var host = await ScanHost.AskAsync(bench);
        var key = await worker.StartScanAsync();
        await host.WatchUntilAsync(key, static s => s.Progress is { Running: 14, Found: 14 });

        var (head, stored) = await bench.OnlyHeadAsync();
        var names = Array.ConvertAll(stored, static e => e.Name);
        var database = host.Connection.GetDatabase();
        using var cache = new RedisCache(new RedisCacheOptions { ConnectionMultiplexerFactory = () => Task.FromResult<IConnectionMultiplexer>(host.Connection) });
        await cache.SetAsync("scan", [.. stored.SelectMany(static e => ((byte[])e.Value!))], new DistributedCacheEntryOptions());

        async Task FindAsync()
        {
            if ((await host.Coordinator.FindAsync(ScanQuery.ById(key))).Snapshot is not { Status: ScanStatus.Running })
                throw new InvalidOperationException("The scan does not run.");
        }

        var commands = await CommandsAsync(bench, FindAsync);
        var report = await Rounds.CompareAsync(
            $"Status of a running scan (14 strategies, {stored.Sum(static e => ((byte[])e.Value!).Length):N0} bytes). Sent for one: {commands}.",
            Row.OneByOne("HMGET of the same bytes", () => database.HashGetAsync(head, names), Operations),
            Row.OneByOne("HGETALL of the same bytes", () => database.HashGetAllAsync(head), Operations),
            Row.OneByOne("RedisCache.GetAsync of the same bytes", () => cache.GetAsync("scan"), Operations),
            Row.OneByOne("FindAsync by id", FindAsync, Operations, "at most 1.25"));
        await worker.Coordinator.CancelAsync(key);
        return report;
    }

    /// <summary>What the server was sent.</summary>
    internal static async Task<string> CommandsAsync(Bench bench, Func<Task> runAsync)
    {
        await runAsync(); // scripts are known, connections are there
        return Bench.Counted(await bench.CommandsAsync(runAsync));
    }
}
