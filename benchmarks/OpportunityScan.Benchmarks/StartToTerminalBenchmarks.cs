using BenchmarkDotNet.Attributes;
using Hangfire;
using Microsoft.Extensions.DependencyInjection;

namespace OpportunityScan.Benchmarks;

/// <summary>Fourteen strategies from start to terminal, next to the same bodies without any bookkeeping and to a job server in memory.</summary>
public class StartToTerminalBenchmarks
{
    private const int Strategies = 14;
    private const int Rounds = 100;
    private ScanHost _host = null!;
    private HangfireHost _hangfire = null!;

    [GlobalSetup(Target = nameof(Scan))]
    public Task SetUpScan() => SetUpAsync(services => services.Configure<InMemoryStoreOptions>(static o => (o.MaxRetainedScans, o.MaxTombstones) = (100, 100)));

    [GlobalSetup(Target = nameof(RetainedScan))]
    public Task SetUpRetainedScan() => SetUpAsync(configure: null);

    [GlobalCleanup(Targets = [nameof(Scan), nameof(RetainedScan)])]
    public async Task CleanUpScan() => await _host.DisposeAsync();

    [GlobalSetup(Target = nameof(Jobs))]
    public void SetUpJobs() => _hangfire = HangfireHost.Start(Strategies);

    [GlobalCleanup(Target = nameof(Jobs))]
    public void CleanUpJobs() => _hangfire.Dispose();

    [Benchmark(Baseline = true, OperationsPerInvoke = Rounds, Description = "Task.WhenAll of the same 14 bodies")]
    public Task WhenAll() => RepeatAsync(static () =>
    {
        var bodies = new Task[Strategies];
        for (var i = 0; i < Strategies; i++) bodies[i] = ConsumeAsync();
        return Task.WhenAll(bodies);
    });

    [Benchmark(OperationsPerInvoke = Rounds, Description = "Scan, start to terminal snapshot, 100 ended ones kept")]
    public Task Scan() => RepeatAsync(_host.RunScanAsync);

    [Benchmark(OperationsPerInvoke = Rounds, Description = "Scan, start to terminal snapshot, 10,000 ended ones kept")]
    public Task RetainedScan() => RepeatAsync(_host.RunScanAsync);

    [Benchmark(OperationsPerInvoke = Rounds, Description = "Hangfire.InMemory, 14 jobs, first enqueued to last ended")]
    public Task Jobs() => RepeatAsync(() =>
    {
        var all = CountedJobs.Expect(Strategies);
        for (var i = 0; i < Strategies; i++) _hangfire.Client.Enqueue(static () => CountedJobs.RunAsync());
        return all;
    });

    /// <summary>Stays on the thread pool for many rounds: waking the thread that measures takes longer than all of the 14 bodies.</summary>
    private static async Task RepeatAsync(Func<Task> round)
    {
        for (var i = 0; i < Rounds; i++) await round();
    }

    private async Task SetUpAsync(Action<IServiceCollection>? configure) =>
        _host = await ScanHost.StartAsync(Strategies, static (_, _, token) => Bodies.One(token), configure);

    internal static async Task ConsumeAsync()
    {
        await foreach (var opportunity in Bodies.One()) GC.KeepAlive(opportunity);
    }
}
