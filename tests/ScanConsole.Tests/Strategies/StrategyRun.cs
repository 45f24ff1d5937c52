using System.Collections.Concurrent;

namespace ScanConsole.Tests.Strategies;

/// <summary>Runs a strategy by itself, without a scan.</summary>
internal static class StrategyRun
{
    internal static readonly RecordedMarket Market = new();

    private static readonly ConcurrentDictionary<string, Task<(List<Opportunity> Found, List<double> Progress)>> Defaults = new(StringComparer.Ordinal);

    /// <summary>What a strategy finds in the whole record when nothing else is asked, and the progress that it reports; run once.</summary>
    internal static Task<(List<Opportunity> Found, List<double> Progress)> DefaultAsync(string id) => Defaults.GetOrAdd(id, static async key =>
    {
        var progress = new List<double>();
        return (await Strategy(key).OpportunitiesAsync(progress: progress.Add), progress);
    });

    internal static IStrategy Strategy(string id) => Strategy(id, Market);

    internal static IStrategy Strategy(string id, IMarketData market) => StrategyCatalog.All(market).Single(s => s.Descriptor.Id == new StrategyId(id));

    internal static async Task<List<Opportunity>> OpportunitiesAsync(
        this IStrategy strategy, ScanParameters? parameters = null, Action<double>? progress = null, CancellationToken cancellationToken = default)
    {
        var context = new StrategyContext(
            new ScanKey(new OwnerId("tests"), new ScanId("run")), parameters ?? ScanParameters.Empty, 1, DateTimeOffset.MaxValue, reportProgress: progress);
        var found = new List<Opportunity>();
        await foreach (var opportunity in strategy.ScanAsync(context, cancellationToken)) found.Add(opportunity);
        return found;
    }
}
