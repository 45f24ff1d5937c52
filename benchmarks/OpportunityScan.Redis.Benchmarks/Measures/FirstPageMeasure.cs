using OpportunityScan.Benchmarks;

namespace OpportunityScan.Redis.Benchmarks.Measures;

/// <summary>The first page of 10 results of an ended scan, however many it found.</summary>
internal static class FirstPageMeasure
{
    private const int Operations = 200;
    private static readonly ResultsQuery FirstTen = ResultsQuery.Top(10);

    internal static async Task<Report> RunAsync(Bench bench)
    {
        await using var host = await ScanHost.AskAsync(bench);
        var (small, large) = (await EndedAsync(bench, 100), await EndedAsync(bench, 10_000));
        return await Rounds.CompareAsync(
            "First page of 10 results of an ended scan.",
            Row.OneByOne("Of 100", async () => await host.Coordinator.GetResultsAsync(small, FirstTen), Operations),
            Row.OneByOne("Of 10,000", async () => await host.Coordinator.GetResultsAsync(large, FirstTen), Operations, "at most 1.5"));
    }

    private static async Task<ScanKey> EndedAsync(Bench bench, int found)
    {
        await using var worker = await ScanHost.WorkAsync(bench, 1, (_, token) => Bodies.Many(found, token));
        var ended = await worker.WatchToEndAsync(await worker.StartScanAsync());
        return ended.Progress.Found == found ? ended.Key : throw new InvalidOperationException($"Found {ended.Progress.Found}.");
    }
}
