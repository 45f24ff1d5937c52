using FluentAssertions;

namespace OpportunityScan.StoreConformance;

/// <summary>For what must happen within a span of real time (a retention, a lease, an age) on a machine of any speed: the span fits the machine.</summary>
public static class Spans
{
    /// <summary>No machine is as slow as that; what does not fit in here is a defect.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    /// <summary>
    /// Acts with a span, and says which one it was. Where <paramref name="act"/> fails and took longer than the span, its failure says nothing,
    /// and it acts again with twice the span; where it fails in time, it fails.
    /// </summary>
    /// <param name="least">The span to begin with.</param>
    /// <param name="act">Starts the span, and does what must be over before it is.</param>
    /// <param name="prepare">Comes before each act, and takes no part in its time.</param>
    public static async Task<TimeSpan> WithinAsync(TimeSpan least, Func<TimeSpan, Task> act, Func<TimeSpan, Task>? prepare = null)
    {
        ArgumentNullException.ThrowIfNull(act);
        var clock = TimeProvider.System;
        for (var span = least; ; span *= 2)
        {
            if (prepare is not null) await prepare(span);
            var started = clock.GetTimestamp();
            try
            {
                await act(span);
                return span;
            }
            catch (Exception) when (clock.GetElapsedTime(started) >= span && span < Longest)
            {
                // Its time was over before it had looked.
            }
        }
    }

    /// <summary>Acts with ever longer spans until <paramref name="act"/> says that one was long enough to show something.</summary>
    public static async Task FittingAsync(TimeSpan least, Func<TimeSpan, Task<bool>> act)
    {
        ArgumentNullException.ThrowIfNull(act);
        for (var span = least; !await act(span); span *= 2) span.Should().BeLessThan(Longest, "what has not happened in that time never will");
    }
}
