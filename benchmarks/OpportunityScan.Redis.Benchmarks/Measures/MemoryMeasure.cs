using OpportunityScan.Benchmarks;

namespace OpportunityScan.Redis.Benchmarks.Measures;

/// <summary>What ended scans of 14 strategies and 19 opportunities keep of the server's memory until their retention ends.</summary>
internal static class MemoryMeasure
{
    private const int Scans = 1_000;
    private const int Strategies = 14;
    private const int Opportunities = 19;

    internal static async Task<Report> RunAsync(Bench bench)
    {
        await using var worker = await ScanHost.WorkAsync(bench, Strategies, static (index, token) => EmitAsync(index, token));
        for (var i = 0; i < 50; i++) await RunAsync(worker);
        var before = await bench.InfoAsync("memory", "used_memory");
        for (var i = 0; i < Scans; i++) await RunAsync(worker);
        var perScan = (await bench.InfoAsync("memory", "used_memory") - before) / Scans;

        var report = new Report($"Memory of the server per ended scan; {Scans:N0} scans of one owner.", "Strategies", "Opportunities", "Bytes per ended scan", "Goal");
        report.Add($"{Strategies}", $"{Opportunities}", Rounds.Text(perScan, "N0"), Rounds.Text(16 * 1024, "'at most' #,0"));
        return report;
    }

    private static async Task RunAsync(ScanHost worker)
    {
        var ended = await worker.WatchToEndAsync(await worker.StartScanAsync());
        if (ended.Progress.Found != Opportunities) throw new InvalidOperationException($"Found {ended.Progress.Found}.");
    }

    /// <summary>Five strategies find two, the others one.</summary>
    private static IAsyncEnumerable<Opportunity> EmitAsync(int index, CancellationToken cancellationToken) =>
        Bodies.Many(index < Opportunities - Strategies ? 2 : 1, cancellationToken);
}
