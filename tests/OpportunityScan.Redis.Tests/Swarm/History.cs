using System.Collections.Immutable;
using OpportunityScan.Swarm.Worker;

namespace OpportunityScan.Redis.Tests.Swarm;

/// <summary>When the store could not be reached: by nobody, or by one process that stood still.</summary>
internal readonly record struct Outage(int? Process, long From, long To)
{
    internal bool Excuses(Reading reading) => (Process is null || Process == reading.Process) && reading.Began <= To && reading.Ended >= From;
}

/// <summary>When the store lost what it had.</summary>
/// <param name="Kept">Up to when everything was kept; <c>null</c> when nothing was.</param>
/// <param name="From">Until then it had everything.</param>
/// <param name="To">From then on it had what was kept, and what was written since.</param>
internal sealed record Loss(long? Kept, long From, long To)
{
    /// <summary>
    /// Until when a run may be seen that another one supersedes as soon as that one has reached the store again and renewed; and who misses a scan
    /// in a store that was emptied may be told to ask again, since the store is just being laid out anew.
    /// </summary>
    internal long Contested { get; init; } = To;

    /// <summary>
    /// The same, where a busy machine took longer to connect again: contested for as long after each process has been answered as it would have been after
    /// the loss itself.
    /// </summary>
    internal Loss WithConnections(IEnumerable<Reading> readings)
    {
        var connected = readings
            .Where(r => r.Began >= To && r.Answer != LookupStatus.StoreUnavailable)
            .GroupBy(static r => r.Process, static (_, answered) => answered.Min(static r => r.Ended))
            .DefaultIfEmpty(To)
            .Max();
        return this with { Contested = Math.Max(Contested, Contested - To + connected) };
    }

    /// <summary>Whether the store may just have been laid out anew when it was asked.</summary>
    internal bool Excuses(Reading reading) => Kept is null && reading.Began <= Contested && reading.Ended >= From;

    /// <summary>Whether it may have come between two readings.</summary>
    internal bool IsBetween(Reading one, Reading next) => From <= next.Ended && To >= one.Began;
}

/// <summary>All that the processes of a swarm were told, and what is known to have been wrong with the store.</summary>
/// <param name="Started">The numbers of the scans that were started.</param>
/// <param name="Readings">In any order.</param>
/// <param name="Outages">When readers may have been told that the store is unavailable.</param>
internal sealed record History(ImmutableArray<int> Started, ImmutableArray<Reading> Readings, ImmutableArray<Outage> Outages)
{
    /// <summary>What the store has lost, one after the other.</summary>
    public ImmutableArray<Loss> Losses { get; init; } = [];

    /// <summary>How long after its deadline a scan may end; <c>null</c> where processes and store are stopped.</summary>
    public TimeSpan? Lateness { get; init; }
}
