using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using OpportunityScan.Diagnostics;
using OpportunityScan.Estimating;

namespace OpportunityScan.Running;

/// <summary>How long scans will probably take, from how long their strategies took for requests of that size.</summary>
/// <param name="describe">What a strategy is, where it is registered.</param>
/// <param name="history">How long strategies took.</param>
/// <param name="options">How many run at once.</param>
/// <param name="logger">Where it is told that a size could not be.</param>
internal sealed class ScanEstimator(Func<StrategyId, StrategyDescriptor?> describe, DurationHistory history, OpportunityScanOptions options, ILogger logger)
{
    private int _warned;

    internal DurationHistory History => history;

    internal int Lanes => options.MaxConcurrentStrategies;

    /// <summary>What the durations of a plan's strategies are compared with, in the plan's order.</summary>
    internal ImmutableArray<DurationKey> KeysOf(ScanPlan plan)
    {
        var keys = ImmutableArray.CreateBuilder<DurationKey>(plan.Strategies.Length);
        foreach (var strategy in plan.Strategies) keys.Add(new DurationKey(strategy.Id, strategy.Version, SizeOf(strategy.Id, plan.Parameters)));
        return keys.MoveToImmutable();
    }

    /// <summary>How long a scan will probably run from its first claim; <c>null</c> while nothing is known of one of its strategies.</summary>
    internal DurationEstimate? Estimate(ScanPlan plan)
    {
        var unsettled = new List<Lanes.Unsettled>(plan.Strategies.Length);
        foreach (var key in KeysOf(plan)) unsettled.Add(new Lanes.Unsettled(Estimating.Lanes.Remaining(history.Of(key), null, null), IsRunning: false));
        if (Estimating.Lanes.Remaining(CollectionsMarshal.AsSpan(unsettled), Lanes) is not { } expected) return null;
        var (p50, p90) = history.Interval(TimeSpan.FromSeconds(expected));
        return new DurationEstimate(Least(p50, plan.Deadline), p90 is { } far ? Least(far, plan.Deadline) : null);
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>The size is told by code of the host, which may fail: estimates get worse by that, and nothing else.</summary>
    private int SizeOf(StrategyId id, ScanParameters parameters)
    {
        if (describe(id) is not { } descriptor) return 0;
        try
        {
            return SizeClass.Of(descriptor, parameters);
        }
#pragma warning disable CA1031 // Whatever it throws.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (Interlocked.Exchange(ref _warned, 1) == 0) logger.SizeUnknown(e, id);
            return 0;
        }
    }
}
