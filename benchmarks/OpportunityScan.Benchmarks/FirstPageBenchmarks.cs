using BenchmarkDotNet.Attributes;

namespace OpportunityScan.Benchmarks;

/// <summary>The first page of 10 results of an ended scan, however many it found.</summary>
public class FirstPageBenchmarks
{
    private static readonly ResultsQuery FirstTen = ResultsQuery.Top(10);
    private readonly List<ScanHost> _hosts = [];
    private (IScanCoordinator Coordinator, ScanKey Key) _small;
    private (IScanCoordinator Coordinator, ScanKey Key) _large;

    [GlobalSetup]
    public async Task SetUp() => (_small, _large) = (await EndedAsync(100), await EndedAsync(10_000));

    [GlobalCleanup]
    public async Task CleanUp()
    {
        foreach (var host in _hosts) await host.DisposeAsync();
    }

    [Benchmark(Baseline = true, Description = "First page of 10 of 100")]
    public async ValueTask<ScanResults> OfHundred() => await _small.Coordinator.GetResultsAsync(_small.Key, FirstTen);

    [Benchmark(Description = "First page of 10 of 10,000")]
    public async ValueTask<ScanResults> OfTenThousand() => await _large.Coordinator.GetResultsAsync(_large.Key, FirstTen);

    private async Task<(IScanCoordinator Coordinator, ScanKey Key)> EndedAsync(int found)
    {
        var host = await ScanHost.StartAsync(1, (_, _, token) => Bodies.Many(found, token));
        _hosts.Add(host);
        var ended = await host.RunScanAsync();
        return ended.Progress.Found == found ? (host.Coordinator, ended.Key) : throw new InvalidOperationException($"Found {ended.Progress.Found}.");
    }
}
