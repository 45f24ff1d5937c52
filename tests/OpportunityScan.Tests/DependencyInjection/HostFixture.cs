using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OpportunityScan.Tests.DependencyInjection;

/// <summary>Hosts, strategies, and a bound on real waiting.</summary>
internal static class HostFixture
{
    internal static readonly OwnerId Ada = new("ada");
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    internal static HostApplicationBuilder Builder()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        return builder;
    }

    internal static IScanCoordinator Coordinator(this IServiceProvider services) => services.GetRequiredService<IScanCoordinator>();

    internal static StrategyDescriptor Descriptor(string id) => new(new StrategyId(id));

    internal static Opportunity Found(string symbol, decimal profit = 1) => new() { Type = "test", Symbol = symbol, ProfitPotential = profit, Confidence = 1 };

    /// <summary>A strategy that finds these at once.</summary>
    internal static Func<StrategyContext, CancellationToken, IAsyncEnumerable<Opportunity>> Finds(params Opportunity[] found) =>
        (_, _) => found.ToAsyncEnumerable();

    /// <summary>A strategy that runs until it is told to stop.</summary>
    internal static async IAsyncEnumerable<Opportunity> RunsUntilStoppedAsync(StrategyContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Found("RUNS");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }

    /// <summary>Starts a scan of everything and waits for its end.</summary>
    internal static async Task<ScanSnapshot> ScanAsync(this IServiceProvider services)
    {
        var ticket = await services.Coordinator().StartAsync(new ScanRequest(Ada));
        return await services.UntilAsync(ticket.Key, static s => s.IsTerminal);
    }

    /// <summary>The first snapshot that is as wanted; fails when the stream ends, or time is up, without one.</summary>
    internal static async Task<ScanSnapshot> UntilAsync(this IServiceProvider services, ScanKey key, Func<ScanSnapshot, bool> wanted)
    {
        using var bound = new CancellationTokenSource(Bound, TimeProvider.System);
        return await services.Coordinator().WatchAsync(key, cancellationToken: bound.Token).FirstAsync(wanted, bound.Token);
    }

    internal static Task<T> BoundedAsync<T>(this Task<T> task) => task.WaitAsync(Bound, TimeProvider.System);
}
