namespace OpportunityScan.Redis.Keys;

/// <summary>Instants and spans as scripts count them: whole microseconds, which a Lua number holds exactly.</summary>
internal static class Instants
{
    /// <summary>Longer than any span that is waited out, and short enough to be added to any instant.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    internal static long Micros(DateTimeOffset instant) => (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    internal static long Micros(TimeSpan span) => Clamp(span).Ticks / TimeSpan.TicksPerMicrosecond;

    internal static DateTimeOffset Instant(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    private static TimeSpan Clamp(TimeSpan span) => span > Longest ? Longest : span < -Longest ? -Longest : span;

    /// <summary>
    /// For how long an unfinished scan lives on after its last sign of life: longer than it may wait, run, and be kept, and a day on top for
    /// a fleet that is down.
    /// </summary>
    internal static long UnfinishedMilliseconds(ScanPlan plan) =>
        (long)(Clamp(plan.QueueTimeout) + Clamp(plan.Deadline) + Clamp(plan.Retention) + Clamp(plan.TombstoneRetention) + TimeSpan.FromDays(1))
            .TotalMilliseconds;
}
