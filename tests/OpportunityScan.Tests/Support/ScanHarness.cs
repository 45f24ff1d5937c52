using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OpportunityScan.Storage.InMemory;

namespace OpportunityScan.Tests.Support;

/// <summary>
/// A world of one clock, one store and any number of processes that share them. A lease lasts ten minutes unless a test says otherwise, so
/// that moving the clock does not make a live worker look dead.
/// </summary>
internal sealed class ScanHarness : IAsyncDisposable
{
    private readonly List<ScanProcess> _processes = [];

    internal ScanHarness(InMemoryStoreOptions? options = null)
    {
        Clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 5, 9, 30, 0, TimeSpan.Zero));
        Memory = new InMemoryScanStore(options ?? new InMemoryStoreOptions(), Clock);
        Store = new FaultyScanStore(Memory);
    }

    internal FakeTimeProvider Clock { get; }

    internal InMemoryScanStore Memory { get; }

    internal FaultyScanStore Store { get; }

    internal DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>A process with these strategies, whose worker runs.</summary>
    internal Task<ScanProcess> StartAsync(params IStrategy[] strategies) => StartAsync(static _ => { }, strategies);

    /// <summary>A process with these options and strategies, whose worker runs unless they say otherwise.</summary>
    internal Task<ScanProcess> StartAsync(Action<OpportunityScanOptions> options, params IStrategy[] strategies) =>
        ConfigureAsync(builder =>
        {
            builder.Services.Configure(options);
            foreach (var strategy in strategies) builder.AddStrategy(strategy);
        });

    /// <summary>A process that is configured in full. When this returns, its worker listens for work, if it has one and the store can be reached.</summary>
    internal async Task<ScanProcess> ConfigureAsync(Action<IOpportunityScanBuilder> configure)
    {
        var process = new ScanProcess(this, configure);
        _processes.Add(process);
        var listeners = Store.Listeners;
        if (await process.StartAsync() && !Store.IsDown) await Limit.UntilAsync(() => Store.Listeners > listeners);
        return process;
    }

    /// <summary>Moves the clock in steps, at a pace that lets work on other threads keep up, until something has happened.</summary>
    internal async Task<T> AdvanceUntilAsync<T>(Task<T> awaited, TimeSpan step)
    {
        using var limit = Limit.Source();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        while (!awaited.IsCompleted)
        {
            Clock.Advance(step);
            await pace.WaitForNextTickAsync(limit.Token);
        }

        return await awaited;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes) await process.DisposeAsync();
    }
}
