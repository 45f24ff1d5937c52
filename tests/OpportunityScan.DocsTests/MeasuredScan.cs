using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace OpportunityScan.DocsTests;

/// <summary>A scan that is run for the measurements it causes.</summary>
internal static class MeasuredScan
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>The names of the tags that each instrument sent, in order.</summary>
    internal static async Task<IReadOnlyDictionary<string, string>> TagsAsync()
    {
        var services = new ServiceCollection();
        services.AddMetrics().AddOpportunityScanning()
            .UseRanker(static _ => double.NaN) // so that an observer fails
            .AddStrategy(new StrategyDescriptor(new StrategyId("one")), static (_, _) => OneAsync());
        await using var provider = services.BuildServiceProvider();
        var tags = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        using var listener = Listen(provider.GetRequiredService<IMeterFactory>(), tags);

        var worker = provider.GetRequiredService<IScanWorker>();
        await worker.StartAsync();
        var scans = provider.GetRequiredService<IScanCoordinator>();
        var ticket = await scans.StartAsync(new ScanRequest(new OwnerId("ann")));
        await EndAsync(scans, ticket.Key).WaitAsync(Patience, TimeProvider.System);
        await scans.FindAsync(ScanQuery.ById(ticket.Key));
        await worker.StopAsync(); // after that everything has been measured
        return tags;
    }

    private static MeterListener Listen(IMeterFactory scope, ConcurrentDictionary<string, string> tags)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, scope)) l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, sent, _) => tags[instrument.Name] = Names(sent));
        listener.SetMeasurementEventCallback<double>((instrument, _, sent, _) => tags[instrument.Name] = Names(sent));
        listener.Start();
        return listener;
    }

    private static string Names(ReadOnlySpan<KeyValuePair<string, object?>> tags) => string.Join(", ", tags.ToArray().Select(static t => t.Key));

    private static async Task EndAsync(IScanCoordinator scans, ScanKey key)
    {
        await foreach (var snapshot in scans.WatchAsync(key))
        {
            if (snapshot.IsTerminal) return;
        }
    }

    private static async IAsyncEnumerable<Opportunity> OneAsync()
    {
        await Task.Yield();
        yield return new Opportunity { Type = "demo", Symbol = "IBM", ProfitPotential = 1m, Confidence = 0.5 };
    }
}
