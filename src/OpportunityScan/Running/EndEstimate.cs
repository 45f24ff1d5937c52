namespace OpportunityScan.Running;

/// <summary>When a scan will probably end, from how long its strategies took before. Unknown as long as any of them is.</summary>
internal static class EndEstimate
{
    /// <summary>A strategy that is not settled yet.</summary>
    /// <param name="Remaining">How long it will probably still run; <c>null</c> when nothing is known of it.</param>
    /// <param name="IsRunning">Whether it runs already.</param>
    internal readonly record struct Unsettled(TimeSpan? Remaining, bool IsRunning);

    /// <summary>Lets the pending strategies follow the running ones on as many lanes as may run at once, and returns when the last one ends.</summary>
    internal static TimeSpan? Remaining(ReadOnlySpan<Unsettled> strategies, int lanes)
    {
        var end = TimeSpan.Zero;
        foreach (var strategy in strategies)
        {
            if (strategy.Remaining is not { } remaining) return null;
            if (remaining > end) end = remaining;
        }

        if (strategies.Length <= lanes) return end; // nobody has to wait for a lane

        var busy = new PriorityQueue<TimeSpan, TimeSpan>();
        foreach (var strategy in strategies)
        {
            if (strategy.IsRunning) busy.Enqueue(strategy.Remaining!.Value, strategy.Remaining.Value);
        }

        foreach (var strategy in strategies)
        {
            if (strategy.IsRunning) continue;
            var free = busy.Count < lanes ? TimeSpan.Zero : busy.Dequeue();
            var done = free + strategy.Remaining!.Value;
            busy.Enqueue(done, done);
            if (done > end) end = done;
        }

        return end;
    }
}
