using System.Collections.Immutable;
using OpportunityScan.Swarm.Worker;

namespace OpportunityScan.Redis.Tests.Swarm;

/// <summary>The furthest that anybody is known to have seen.</summary>
/// <param name="Stage">Queued, running, or ended.</param>
/// <param name="Version">The highest version.</param>
/// <param name="Found">The most that was found.</param>
/// <param name="Settled">The strategies that were settled.</param>
internal readonly record struct HighWater(int Stage, long Version, int Found, ImmutableHashSet<int> Settled)
{
    internal static HighWater None => new(0, 0, 0, []);

    internal HighWater With(Reading reading) => new(
        Math.Max(Stage, StageOf(reading)), Math.Max(Version, reading.Version), Math.Max(Found, reading.Found), Settled.Union(SettledIn(reading)));

    /// <summary>In what a reading is behind; <c>null</c> when in nothing.</summary>
    internal string? Missed(Reading reading)
    {
        if (reading.Version < Version) return $"version {Version}";
        if (StageOf(reading) < Stage) return "status";
        if (reading.Found < Found) return $"{Found} found";
        return Settled.IsSubsetOf(SettledIn(reading)) ? null : $"{Settled.Count} settled";
    }

    private static int StageOf(Reading reading) => reading.IsTerminal ? 2 : reading.Status == ScanStatus.Running ? 1 : 0;

    private static IEnumerable<int> SettledIn(Reading reading) => reading.Outcomes.Index().Where(o => o.Item.Length > 0).Select(o => o.Index);
}
