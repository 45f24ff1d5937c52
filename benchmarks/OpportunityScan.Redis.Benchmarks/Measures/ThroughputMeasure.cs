using OpportunityScan.Benchmarks;

namespace OpportunityScan.Redis.Benchmarks.Measures;

/// <summary>Scans per second with 16 in flight, next to the calls of scripts per second with 16 in flight.</summary>
internal static class ThroughputMeasure
{
    private const int InFlight = 16;

    internal static async Task<Report> RunAsync(Bench bench)
    {
        await using var worker = await ScanHost.WorkAsync(
            bench, 14, static (_, token) => Bodies.One(token), static o => (o.MaxConcurrentScans, o.Limits.MaxActiveScansPerOwner) = (InFlight, 2 * InFlight));
        await using var connection = await bench.ConnectAsync();
        var database = connection.GetDatabase();
        var hash = await bench.Server.ScriptLoadAsync("return 1");
        var write = await bench.Server.ScriptLoadAsync("return redis.call('HSET', KEYS[1], 'field', ARGV[1])");
        var payload = new byte[2_048];
        var running = Rounds.Text(await bench.ScriptMicrosAsync(() => RunAsync(worker, InFlight), 10) / InFlight, "N0");
        return await Rounds.CompareAsync(
            "Time per scan of 14 strategies with 16 in flight (a million divided by it: scans per second), started by the process that runs them. "
            + $"The server is busy with the scripts of one for {running} µs.",
            InParallel("EVALSHA of an empty script, 16 in flight", () => database.ScriptEvaluateAsync(hash), 3_200, "-"),
            InParallel("EVALSHA of a script that writes 2 KB, 16 in flight", () => database.ScriptEvaluateAsync(write, ["baseline"], [payload]), 3_200, "-"),
            new Row("Scan, 16 in flight", count => RunAsync(worker, count), 160, "at most 10"),
            InParallel("Scan and a watcher, 16 in flight", async () => await worker.WatchToEndAsync(await worker.StartScanAsync()), 160, "-"));
    }

    /// <summary>Starts one whenever another has ended; nobody watches.</summary>
    private static async Task RunAsync(ScanHost worker, int count)
    {
        using var free = new SemaphoreSlim(InFlight);
        using var ended = new EndedScans(() => free.Release());
        for (var i = 0; i < count; i++)
        {
            await free.WaitAsync();
            await worker.StartScanAsync();
        }

        for (var i = 0; i < InFlight; i++) await free.WaitAsync();
    }

    private static Row InParallel(string name, Func<Task> runAsync, int operations, string goal) => new(
        name,
        count => Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < count / InFlight; i++) await runAsync();
        }))),
        operations,
        goal);
}
