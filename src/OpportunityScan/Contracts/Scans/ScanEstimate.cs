namespace OpportunityScan;

/// <summary>When a scan will probably end, drawn from how long its strategies took for requests of that size, and from how far they say they are.</summary>
/// <param name="P50">As likely before as after it.</param>
/// <param name="P90">Before it in nine of ten cases; <c>null</c> while too few scans have ended to know.</param>
public readonly record struct ScanEstimate(DateTimeOffset P50, DateTimeOffset? P90)
{
    /// <summary>
    /// How long that is at <paramref name="now"/>, never less than nothing; <c>null</c> once all of it has passed: an estimate that has passed was wrong, and
    /// says nothing.
    /// </summary>
    /// <param name="now">The current instant.</param>
    public DurationEstimate? RemainingAt(DateTimeOffset now)
    {
        if ((P90 ?? P50) <= now) return null;
        return new DurationEstimate(P50 > now ? P50 - now : TimeSpan.Zero, P90 - now);
    }
}

/// <summary>How long something will probably take.</summary>
/// <param name="P50">As likely less as more.</param>
/// <param name="P90">In nine of ten cases less; <c>null</c> while too few scans have ended to know.</param>
public readonly record struct DurationEstimate(TimeSpan P50, TimeSpan? P90);
