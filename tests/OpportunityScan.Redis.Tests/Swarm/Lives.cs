using System.Collections.Immutable;
using OpportunityScan.Swarm.Worker;

namespace OpportunityScan.Redis.Tests.Swarm;

/// <summary>
/// What is promised where a store loses what it had. A scan that was lost may be not found, until it is written again by the one who runs it or
/// started again by whoever misses it; from then on it is there. Started again it is another one, a life of its own: lives never mix, and what is
/// gone does not come back without another loss. A store that is emptied has nothing of a life but what its runner knows, which is all of it; one
/// that went back in time may tell the time since again, and differently, but nothing of what it had kept.
/// </summary>
internal static class Lives
{
    /// <summary>The readings that must agree with each other: of one life, and within it of one time between losses that went back.</summary>
    internal static IEnumerable<List<Reading>> Of(List<Reading> found, ImmutableArray<Loss> losses)
    {
        var rewinds = losses.Where(static l => l.Kept is not null).ToList();
        foreach (var life in found.GroupBy(static r => r.Life))
        {
            List<Reading> all = [.. life];
            for (var epoch = 0; epoch <= rewinds.Count; epoch++)
            {
                var binding = all.FindAll(r => Binds(r, epoch, rewinds));
                if (binding.Count > 0) yield return Without(binding, all, epoch, rewinds);
            }
        }
    }

    /// <summary>Lives that come and go without a loss between them.</summary>
    internal static IEnumerable<string> Mixed(List<Reading> found, ImmutableArray<Loss> losses)
    {
        if (found.DistinctBy(static r => r.Life).Take(2).Count() < 2) yield break;
        foreach (var next in found)
        {
            var former = found.Find(r => r.Life != next.Life && r.Ended < next.Began && !losses.Any(l => l.IsBetween(r, next)));
            if (former is null) continue;
            yield return $"two lives without a loss between: {HistoryChecker.Tell(former)}; {HistoryChecker.Tell(next)}";
            yield break;
        }
    }

    /// <summary>Whether a scan may not be found because of one of the losses: it was not kept, and nobody has seen it in the store since.</summary>
    internal static bool ExcuseMiss(ImmutableArray<Loss> losses, Reading miss, List<Reading> found)
    {
        var inStore = found.FindAll(f => !f.IsTerminal && f.Ended < miss.Began); // the end may be told by who has seen it before
        return losses.Any(loss => loss.From <= miss.Ended)
            && inStore.TrueForAll(f => losses.Any(loss => loss.From <= miss.Ended && loss.To >= f.Began && !(f.Ended < loss.Kept)));
    }

    /// <summary>Whether a reading says what holds in the time after so many losses: it was made then, or all of them have kept what it saw.</summary>
    private static bool Binds(Reading reading, int epoch, List<Loss> rewinds)
    {
        var made = rewinds.Count(l => l.To < reading.Began);
        if (rewinds.Exists(l => reading.Ended >= l.From && reading.Began <= l.To)) return false; // either side of the loss
        return made == epoch || (made < epoch && rewinds.Skip(made).Take(epoch - made).All(l => reading.Ended < l.Kept));
    }

    /// <summary>Leaves out what a process remembers: it goes on telling an end that it has seen, whatever the store has lost.</summary>
    private static List<Reading> Without(List<Reading> binding, List<Reading> all, int epoch, List<Loss> rewinds)
    {
        if (epoch == 0) return binding;
        var remembered = all.Where(r => r.IsTerminal && r.Ended < rewinds[epoch - 1].To).Select(static r => (r.Process, r.Version)).ToHashSet();
        return binding.FindAll(r => !(r.IsTerminal && r.Began > rewinds[epoch - 1].To && remembered.Contains((r.Process, r.Version))));
    }
}
