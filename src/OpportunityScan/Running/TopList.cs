using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OpportunityScan.Ranking;
using OpportunityScan.Storage;

namespace OpportunityScan.Running;

/// <summary>The best few of a growing set, kept in order as it grows.</summary>
/// <param name="capacity">How many at most.</param>
internal sealed class TopList(int capacity)
{
    /// <summary>How many bytes they may have together, so that a status answer stays small; the best one is always shown.</summary>
    internal const int MaxBytes = 64 * 1024;

    private static readonly Comparer<AcceptedOpportunity> Order = Comparer<AcceptedOpportunity>.Create(Compare);
    private readonly List<AcceptedOpportunity> _best = new(capacity);

    /// <summary>Takes note of a new opportunity, or of a better one in place of its equal. Returns whether the list changed.</summary>
    internal bool Offer(AcceptedOpportunity opportunity)
    {
        if (capacity == 0 || (_best.Count == capacity && Compare(opportunity, _best[^1]) >= 0)) return false;
        var same = _best.Count - 1;
        while (same >= 0 && !SameOpportunity.Instance.Equals(_best[same].Value, opportunity.Value)) same--;
        if (same >= 0 && Compare(opportunity, _best[same]) >= 0) return false;
        if (same >= 0) _best.RemoveAt(same);
        else if (_best.Count == capacity) _best.RemoveAt(capacity - 1);
        var place = _best.BinarySearch(opportunity, Order);
        _best.Insert(place < 0 ? ~place : place, opportunity);
        return true;
    }

    internal ImmutableArray<AcceptedOpportunity> ToImmutable()
    {
        var (count, bytes) = (0, 0L);
        foreach (var opportunity in _best)
        {
            bytes += opportunity.Size;
            if (count > 0 && bytes > MaxBytes) break;
            count++;
        }

        return [.. CollectionsMarshal.AsSpan(_best)[..count]];
    }

    private static int Compare(AcceptedOpportunity x, AcceptedOpportunity y) => OpportunityOrder.Instance.Compare(x.Value, y.Value);
}
