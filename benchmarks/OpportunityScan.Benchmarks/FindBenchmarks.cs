using System.Collections.Concurrent;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using ZiggyCreatures.Caching.Fusion;

namespace OpportunityScan.Benchmarks;

/// <summary>Asking for a running scan by id, next to a hit in a cache of the same value.</summary>
public class FindBenchmarks
{
    private const string CacheKey = "benchmark/scan";
    private readonly ConcurrentDictionary<ScanKey, ScanSnapshot> _dictionary = new();
    private ScanHost _host = null!;
    private IScanCoordinator _coordinator = null!;
    private ServiceProvider _caches = null!;
    private HybridCache _hybrid = null!;
    private IFusionCache _fusion = null!;
    private ScanKey _key;

    [GlobalSetup]
    public async Task SetUp()
    {
        _host = await ScanHost.StartAsync(14, static (_, _, token) => Bodies.Endless(token));
        _coordinator = _host.Coordinator;
        _key = await _host.StartScanAsync();
        ScanSnapshot? settledDown = null;
        await foreach (var snapshot in _coordinator.WatchAsync(_key))
        {
            settledDown = snapshot;
            if (snapshot.Progress is { Running: 14, Found: 14 }) break;
        }

        var services = new ServiceCollection();
        services.AddHybridCache();
        services.AddFusionCache();
        _caches = services.BuildServiceProvider();
        _hybrid = _caches.GetRequiredService<HybridCache>();
        await _hybrid.SetAsync(CacheKey, new CachedScan(settledDown!));
        _fusion = _caches.GetRequiredService<IFusionCache>();
        await _fusion.SetAsync(CacheKey, settledDown!);
        _dictionary[_key] = settledDown!;
    }

    [GlobalCleanup]
    public async Task CleanUp()
    {
        await _coordinator.CancelAsync(_key);
        await _host.DisposeAsync();
        await _caches.DisposeAsync();
    }

    [Benchmark(Baseline = true, Description = "HybridCache.GetOrCreateAsync, immutable hit")]
    public async ValueTask<CachedScan> Hybrid() => await _hybrid.GetOrCreateAsync<CachedScan>(CacheKey, static _ => throw new InvalidOperationException("A miss."));

    [Benchmark(Description = "FusionCache.TryGetAsync, hit")]
    public async ValueTask<ScanSnapshot> Fusion() => (await _fusion.TryGetAsync<ScanSnapshot>(CacheKey)).Value;

    [Benchmark(Description = "ConcurrentDictionary.TryGetValue")]
    public ScanSnapshot? Dictionary() => _dictionary.TryGetValue(_key, out var snapshot) ? snapshot : null;

    [Benchmark(Description = "FindAsync by id, running scan")]
    public async ValueTask<ScanSnapshot?> Find() => (await _coordinator.FindAsync(ScanQuery.ById(_key))).Snapshot;
}
