using System.Collections.Immutable;

namespace SampleHost;

/// <summary>Ways to go wrong, on request, to see that no strategy harms another.</summary>
internal static class Faults
{
    /// <summary>The strategy as it is wanted: sound, or among those that <paramref name="fail"/> or <paramref name="hang"/>.</summary>
    internal static IStrategy WithFaults(this IStrategy strategy, ImmutableArray<StrategyId> fail, ImmutableArray<StrategyId> hang)
    {
        if (fail.Contains(strategy.Descriptor.Id)) return new FaultyStrategy(strategy, Fail);
        return hang.Contains(strategy.Descriptor.Id) ? new FaultyStrategy(strategy, Hang) : strategy;
    }

    private static Task Fail(StrategyContext context) => throw new StrategyException("injected", "Was told to fail (--fail).");

    /// <summary>Never ends and knows no token: the worst a strategy can do short of a busy loop.</summary>
    private static Task Hang(StrategyContext context) => Task.Delay(Timeout.InfiniteTimeSpan, context.TimeProvider, CancellationToken.None);
}
