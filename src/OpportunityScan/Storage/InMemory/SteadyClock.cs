namespace OpportunityScan.Storage.InMemory;

/// <summary>
/// The clock of this store. It starts as the wall clock and goes on as time passes here, so that a step of the wall clock neither ends a lease nor
/// keeps a scan waiting. It follows such a step when that can do no harm.
/// </summary>
internal sealed class SteadyClock(TimeProvider time)
{
    /// <summary>Less than this between the clocks is no step.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(100);

    private volatile Anchor _anchor = new(time.GetUtcNow(), time.GetTimestamp());

    internal DateTimeOffset Now
    {
        get
        {
            var anchor = _anchor;
            return anchor.Instant + time.GetElapsedTime(anchor.Timestamp);
        }
    }

    /// <summary>Takes over what the wall clock says. To be called while no scan is under way, from one thread at a time.</summary>
    /// <param name="mayGoBack">Whether nothing is kept whose order a step back would upset.</param>
    internal void Follow(bool mayGoBack)
    {
        var (wall, timestamp) = (time.GetUtcNow(), time.GetTimestamp());
        var ahead = wall - Now;
        if (ahead > Tolerance || (mayGoBack && ahead < -Tolerance)) _anchor = new Anchor(wall, timestamp);
    }

    private sealed record Anchor(DateTimeOffset Instant, long Timestamp);
}
