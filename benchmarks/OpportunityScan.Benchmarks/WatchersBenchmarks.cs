using System.Runtime.CompilerServices;
using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using OpportunityScan.Storage;
using OpportunityScan.Storage.InMemory;

namespace OpportunityScan.Benchmarks;

/// <summary>
/// What one event of a strategy takes the runner, from the emission to the committed snapshot, while many look on. The strategy emits the next
/// opportunity when the last one is committed, so each makes a commit of its own.
/// </summary>
[InvocationCount(1)] // a scan takes a million opportunities at most
public class WatchersBenchmarks
{
    private const int EventsPerRound = 10_000;
    private const int MostEvents = 1_000_000;
    private readonly Channel<TaskCompletionSource> _rounds = Channel.CreateUnbounded<TaskCompletionSource>();
    private readonly CommitObserver _store = new(new InMemoryScanStore(new InMemoryStoreOptions(), TimeProvider.System));
    private Task[] _watching = [];
    private ScanHost _host = null!;
    private ScanKey _key;

    [GlobalSetup(Target = nameof(Unwatched))]
    public Task SetUpUnwatched() => SetUpAsync(watchers: 0);

    [GlobalSetup(Target = nameof(Watched))]
    public Task SetUpWatched() => SetUpAsync(watchers: 100);

    [GlobalCleanup]
    public async Task CleanUp()
    {
        await _host.Coordinator.CancelAsync(_key);
        await Task.WhenAll(_watching);
        await _host.DisposeAsync();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = EventsPerRound, Description = "Event to committed snapshot, no watcher")]
    public Task Unwatched() => RunRoundAsync();

    [Benchmark(OperationsPerInvoke = EventsPerRound, Description = "Event to committed snapshot, 100 watchers")]
    public Task Watched() => RunRoundAsync();

    private Task RunRoundAsync()
    {
        var round = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _rounds.Writer.TryWrite(round);
        return round.Task;
    }

    private async Task SetUpAsync(int watchers)
    {
        _host = await ScanHost.StartAsync(
            1,
            (_, _, token) => EmitAsync(token),
            services => services.AddSingleton<IScanStore>(_store), // the library adds its own only where there is none
            options => (options.Limits.MaxOpportunitiesPerStrategy, options.Limits.MaxBytesPerStrategy) = (MostEvents, 1_073_741_824));
        _key = await _host.StartScanAsync();
        var looking = Enumerable.Range(0, watchers).Select(static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        _watching = [.. looking.Select(WatchAsync)];
        await Task.WhenAll(looking.Select(static l => l.Task));
    }

    private async Task WatchAsync(TaskCompletionSource looking)
    {
        await foreach (var snapshot in _host.Coordinator.WatchAsync(_key))
        {
            looking.TrySetResult();
            GC.KeepAlive(snapshot);
        }
    }

    private async IAsyncEnumerable<Opportunity> EmitAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = 0;
        TaskCompletionSource? round = null;
        foreach (var opportunity in Bodies.Distinct(MostEvents))
        {
            if (left-- == 0)
            {
                round?.SetResult();
                round = await _rounds.Reader.ReadAsync(cancellationToken);
                left = EventsPerRound - 1;
            }

            var committed = _store.NextFound();
            yield return opportunity;
            await committed.WaitAsync(cancellationToken);
        }
    }
}
