using System.Collections.Immutable;
using OpportunityScan.Swarm.Worker;

namespace OpportunityScan.Redis.Tests.Swarm;

/// <summary>When the store could not be reached: by nobody, or by one process that stood still.</summary>
internal readonly record struct Outage(int? Process, long From, long To)
{
    internal bool Excuses(Reading reading) => (Process is null || Process == reading.Process) && reading.Began <= To && reading.Ended >= From;
}

/// <summary>All that the processes of a swarm were told, and what is known to have been wrong with the store.</summary>
/// <param name="Started">The numbers of the scans that were started.</param>
/// <param name="Readings">In any order.</param>
/// <param name="Outages">When readers may have been told that the store is unavailable.</param>
internal sealed record History(ImmutableArray<int> Started, ImmutableArray<Reading> Readings, ImmutableArray<Outage> Outages);
