using System.Collections.Immutable;

namespace OpportunityScan.Ranking;

/// <summary>The best few of a growing set, kept in order as it grows.</summary>
internal sealed class TopList(int capacity)
{
    private readonly List<Opportunity> _best = new(capacity);

    /// <summary>Takes note of a new opportunity, or of a better one in place of its equal. Returns whether the list changed.</summary>
    internal bool Offer(Opportunity opportunity)
    {
        if (capacity == 0 || (_best.Count == capacity && OpportunityOrder.Instance.Compare(opportunity, _best[^1]) >= 0)) return false;
        var same = _best.Count - 1;
        while (same >= 0 && !SameOpportunity.Instance.Equals(_best[same], opportunity)) same--;
        if (same >= 0 && OpportunityOrder.Instance.Compare(opportunity, _best[same]) >= 0) return false;
        if (same >= 0) _best.RemoveAt(same);
        else if (_best.Count == capacity) _best.RemoveAt(capacity - 1);
        var place = _best.BinarySearch(opportunity, OpportunityOrder.Instance);
        _best.Insert(place < 0 ? ~place : place, opportunity);
        return true;
    }

    internal ImmutableArray<Opportunity> ToImmutable() => [.. _best];
}
