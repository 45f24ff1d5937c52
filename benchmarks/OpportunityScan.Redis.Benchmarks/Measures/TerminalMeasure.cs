using Hangfire;
using Hangfire.Redis.StackExchange;
using OpportunityScan.Benchmarks;

namespace OpportunityScan.Redis.Benchmarks.Measures;

/// <summary>Fourteen strategies that yield once, from start to the end as another connection's watcher sees it, next to fourteen jobs.</summary>
internal static class TerminalMeasure
{
    private const int Strategies = 14;
    private const int Operations = 10;

    internal static async Task<Report> RunAsync(Bench bench)
    {
        await using var worker = await ScanHost.WorkAsync(bench, Strategies, static (_, token) => Bodies.One(token));
        await using var watcher = await ScanHost.AskAsync(bench);
        await using var connection = await bench.ConnectAsync();
        var storage = new RedisStorage(connection, new RedisStorageOptions { Prefix = "hangfire:" });
        var client = new BackgroundJobClient(storage);
        using var jobs = new BackgroundJobServer(new BackgroundJobServerOptions { WorkerCount = Strategies }, storage);
        return await Rounds.CompareAsync(
            "Fourteen strategies that yield once, from start to terminal as seen by a watcher on another connection.",
            Row.OneByOne("Hangfire.Redis, 14 jobs until all ran", () => RunJobsAsync(client), Operations),
            Row.OneByOne("Scan", async () => await watcher.WatchToEndAsync(await worker.StartScanAsync()), Operations, "at most 0.100"));
    }

    private static Task RunJobsAsync(BackgroundJobClient client)
    {
        var all = CountedJobs.Expect(Strategies);
        for (var i = 0; i < Strategies; i++) client.Enqueue(static () => CountedJobs.RunAsync());
        return all;
    }
}
