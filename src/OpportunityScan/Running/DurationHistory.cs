using System.Collections.Concurrent;

namespace OpportunityScan.Running;

/// <summary>How long each strategy took before, in this process: a moving average that follows changes within a few runs. One entry a strategy.</summary>
internal sealed class DurationHistory
{
    private const double WeightOfLatest = 0.3;
    private readonly ConcurrentDictionary<StrategyId, long> _averages = new(); // in ticks, which it replaces in place

    internal void Record(StrategyId strategy, TimeSpan elapsed) =>
        _averages.AddOrUpdate(
            strategy, static (_, latest) => latest, static (_, average, latest) => average + (long)(WeightOfLatest * (latest - average)), elapsed.Ticks);

    internal TimeSpan? Expected(StrategyId strategy) => _averages.TryGetValue(strategy, out var average) ? new TimeSpan(average) : null;
}
