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
        var told = Remembered(found, rewinds);
        foreach (var life in found.Where(r => !told.Contains(r)).GroupBy(static r => r.Life))
        {
            List<Reading> all = [.. life];
            for (var epoch = 0; epoch <= rewinds.Count; epoch++)
            {
                var binding = all.FindAll(r => Binds(r, epoch, rewinds));
                if (binding.Count > 0) yield return binding;
            }
        }
    }

    /// <summary>Lives that come and go without a loss between them.</summary>
    internal static IEnumerable<string> Mixed(List<Reading> found, ImmutableArray<Loss> losses)
    {
        if (found.DistinctBy(static r => r.Life).Take(2).Count() < 2) yield break;
        var told = Remembered(found, losses);
        foreach (var next in found)
        {
            var former = found.Find(r => r.Life != next.Life && r.Ended < next.Began && !losses.Any(l => l.IsBetween(r, next))
                && (r.Process == next.Process || !(told.Contains(r) || told.Contains(next))));
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
        if (rewinds.Exists(l => reading.Ended >= l.From && reading.Began <= l.Contested)) return false; // either side of the loss, or of two runs
        return made == epoch || (made < epoch && rewinds.Skip(made).Take(epoch - made).All(l => reading.Ended < l.Kept));
    }

    /// <summary>
    /// What says nothing of the store: a process that has seen an end goes on telling it, whatever the store has lost since, until it is told of
    /// another life.
    /// </summary>
    private static HashSet<Reading> Remembered(List<Reading> found, IReadOnlyList<Loss> losses)
    {
        var ends = found.Where(static r => r.IsTerminal).ToLookup(static r => (r.Process, r.Life, r.Version));
        return [.. ends.SelectMany(same => same.Where(r => losses.Any(l => l.From < r.Began && same.Any(first => first.Began <= l.To))))];
    }
}
