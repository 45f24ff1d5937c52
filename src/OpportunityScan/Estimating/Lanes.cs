namespace OpportunityScan.Estimating;

/// <summary>How long several strategies take together. Unknown as long as any of them is.</summary>
internal static class Lanes
{
    /// <summary>How far a strategy must say it is before that tells more than nothing.</summary>
    private const double LeastProgress = 0.05;

    /// <summary>A strategy that is not settled yet.</summary>
    /// <param name="Remaining">How long it will probably still run, in seconds; <c>null</c> when nothing is known of it.</param>
    /// <param name="IsRunning">Whether it runs already.</param>
    internal readonly record struct Unsettled(double? Remaining, bool IsRunning);

    /// <summary>How long a strategy will probably still run, in seconds: by those before that took as long as this one has, and more so the further it says it is, by that.</summary>
    /// <param name="before">How long it took before.</param>
    /// <param name="elapsed">How long it has run; <c>null</c> when it does not run yet.</param>
    /// <param name="progress">How far it says it is.</param>
    internal static double? Remaining(Series before, double? elapsed, double? progress)
    {
        if (elapsed is not { } ran) return before.Quantile(0.5);
        var byHistory = before.MedianBeyond(ran) - ran;
        if (progress is not { } done || done < LeastProgress) return byHistory;
        var byProgress = ran * (1 - done) / done;
        return byHistory is { } known ? (done * byProgress) + ((1 - done) * known) : byProgress;
    }

    /// <summary>Lets the pending strategies follow the running ones on as many lanes as may run at once, and returns when the last one ends.</summary>
    internal static double? Remaining(ReadOnlySpan<Unsettled> strategies, int lanes)
    {
        var end = 0d;
        foreach (var strategy in strategies)
        {
            if (strategy.Remaining is not { } remaining) return null;
            end = Math.Max(end, remaining);
        }

        if (strategies.Length <= lanes) return end; // nobody has to wait for a lane

        var busy = new PriorityQueue<double, double>();
        foreach (var strategy in strategies)
        {
            if (strategy.IsRunning) busy.Enqueue(strategy.Remaining!.Value, strategy.Remaining.Value);
        }

        foreach (var strategy in strategies)
        {
            if (strategy.IsRunning) continue;
            var free = busy.Count < lanes ? 0 : busy.Dequeue();
            var done = free + strategy.Remaining!.Value;
            busy.Enqueue(done, done);
            end = Math.Max(end, done);
        }

        return end;
    }
}
