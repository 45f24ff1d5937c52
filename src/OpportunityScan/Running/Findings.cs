using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using OpportunityScan.Ranking;
using OpportunityScan.Storage;

namespace OpportunityScan.Running;

/// <summary>
/// What all strategies of a run have found: each opportunity once, and, oldest first, what the store has not been told yet. Not safe for concurrent
/// use: the ledger guards it.
/// </summary>
/// <param name="expected">How many there will be at least, if all goes well.</param>
internal sealed class Findings(int expected = 0)
{
    private const int OnStack = 64;
    private readonly Dictionary<Opportunity, Finding> _kept = new(expected, SameOpportunity.Instance);
    private Queue<Finding> _unsent = new(expected);
    private int _nextPlace;

    /// <summary>Whether the store has not been told everything.</summary>
    internal bool HasUnsent => _unsent.Count > 0;

    internal bool TryGet(Opportunity opportunity, [MaybeNullWhen(false)] out Finding kept) => _kept.TryGetValue(opportunity, out kept);

    /// <summary>Takes over what an earlier attempt has recorded, in its order. Returns what it stands for, if that was known in a worse version.</summary>
    internal Finding? Load(int strategy, AcceptedOpportunity recorded)
    {
        var finding = new Finding(strategy, recorded) { Place = _nextPlace++ };
        _kept.TryGetValue(recorded.Value, out var former);
        if (former is null || ReferenceEquals(OpportunityRanking.Better(former.Accepted.Value, recorded.Value), recorded.Value)) Put(finding);
        return former;
    }

    /// <summary>Keeps an opportunity that is new, or better than the <paramref name="former"/>, which it then stands for.</summary>
    internal void Add(int strategy, AcceptedOpportunity accepted, Finding? former)
    {
        var finding = new Finding(strategy, accepted) { Former = former, IsNew = former is null };
        if (former is { Place: >= 0 }) former.Former = null; // it will not be dropped, so nothing before it is wanted again
        Put(finding);
        _unsent.Enqueue(finding);
    }

    /// <summary>The next one that the store is to be told, if it fits. It is to be given the next place.</summary>
    internal bool TryTake(long bytesLeft, [MaybeNullWhen(false)] out Finding next)
    {
        if (!_unsent.TryPeek(out next) || next.Accepted.Size > bytesLeft) return false;
        _unsent.Dequeue();
        return true;
    }

    /// <summary>Puts what was taken into chunks, and numbers it in their order.</summary>
    /// <param name="taken">What was taken, oldest first.</param>
    /// <param name="strategies">How many strategies there are.</param>
    internal ImmutableArray<OpportunityChunk> Chunks(List<Finding> taken, int strategies)
    {
        Span<int> counts = strategies <= OnStack ? stackalloc int[strategies] : new int[strategies];
        counts.Clear();
        foreach (var finding in taken) counts[finding.Strategy]++;
        Span<int> places = strategies <= OnStack ? stackalloc int[strategies] : new int[strategies];
        var (chunks, made) = (new OpportunityChunk[strategies - counts.Count(0)], 0);
        var parts = new AcceptedOpportunity[strategies][];
        for (var strategy = 0; strategy < strategies; strategy++)
        {
            if (counts[strategy] == 0) continue;
            parts[strategy] = new AcceptedOpportunity[counts[strategy]];
            chunks[made++] = new OpportunityChunk(strategy, ImmutableCollectionsMarshal.AsImmutableArray(parts[strategy]));
            places[strategy] = _nextPlace;
            _nextPlace += counts[strategy];
        }

        foreach (var finding in taken)
        {
            var part = parts[finding.Strategy];
            part[^counts[finding.Strategy]--] = finding.Accepted;
            finding.Place = places[finding.Strategy]++;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(chunks);
    }

    /// <summary>Forgets what the store was not told; each is handed to <paramref name="dropped"/>.</summary>
    internal void DropUnsent(Action<Finding> dropped)
    {
        var unsent = _unsent;
        _unsent = new Queue<Finding>();
        foreach (var finding in unsent)
        {
            if (_kept.TryGetValue(finding.Accepted.Value, out var kept) && ReferenceEquals(kept, finding))
            {
                _kept.Remove(finding.Accepted.Value);
                var recorded = finding.Former;
                while (recorded is { Place: < 0 }) recorded = recorded.Former;
                if (recorded is not null) _kept.Add(recorded.Accepted.Value, recorded);
            }

            dropped(finding);
        }
    }

    /// <summary>The places of what is kept, best first.</summary>
    internal ImmutableArray<int> Ranking()
    {
        var (opportunities, places) = (new Opportunity[_kept.Count], new int[_kept.Count]);
        var i = 0;
        foreach (var (opportunity, finding) in _kept) (opportunities[i], places[i++]) = (opportunity, finding.Place);
        var order = OpportunityRanking.Order(opportunities);
        for (i = 0; i < order.Length; i++) order[i] = places[order[i]];
        return ImmutableCollectionsMarshal.AsImmutableArray(order);
    }

    /// <summary>All that is kept, in chunks, as what a store has that has lost everything; with new places, and nothing unsent after that.</summary>
    internal ImmutableArray<OpportunityChunk> Renumber()
    {
        _unsent = new Queue<Finding>();
        _nextPlace = 0;
        var all = _kept.Values.OrderBy(static f => f.Strategy).ToList();
        foreach (var finding in all) (finding.Place, finding.Former) = (_nextPlace++, null);
        return [.. all.GroupBy(static f => f.Strategy).Select(static g => new OpportunityChunk(g.Key, [.. g.Select(static f => f.Accepted)]))];
    }

    private void Put(Finding finding)
    {
        _kept.Remove(finding.Accepted.Value); // a dictionary keeps the equal key that it has
        _kept.Add(finding.Accepted.Value, finding);
    }
}

/// <summary>An opportunity that a run has found.</summary>
internal sealed class Finding(int strategy, AcceptedOpportunity accepted)
{
    /// <summary>The place of its strategy in the plan.</summary>
    internal int Strategy => strategy;

    internal AcceptedOpportunity Accepted => accepted;

    /// <summary>Which of all recorded ones it is, from 0; below that while it is unsent.</summary>
    internal int Place { get; set; } = -1;

    /// <summary>Whether it is counted as found, not as a better version of one that was found.</summary>
    internal bool IsNew { get; init; }

    /// <summary>The one that it is a better version of, as long as that may stand for it again.</summary>
    internal Finding? Former { get; set; }
}
