using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace OpportunityScan.Ranking;

/// <summary>Merges and ranks opportunities that already bear their scores.</summary>
internal static class OpportunityRanking
{
    /// <summary>The better of two that are the same opportunity.</summary>
    internal static Opportunity Better(Opportunity x, Opportunity y) => OpportunityOrder.Instance.Compare(x, y) <= 0 ? x : y;

    /// <summary>Each opportunity once (the better ranked of equals), best first. Independent of the order they come in.</summary>
    internal static ImmutableArray<Opportunity> MergeAndRank(ReadOnlySpan<Opportunity> opportunities)
    {
        // A table of places in a rented array: a dictionary of thousands is a large object, and each one brings a full collection nearer.
        var places = ArrayPool<int>.Shared.Rent((int)BitOperations.RoundUpToPowerOf2((uint)(2 * opportunities.Length) | 1));
        Array.Clear(places);
        var merged = new Opportunity[opportunities.Length];
        var count = 0;
        foreach (var opportunity in opportunities)
        {
            ref var place = ref Find(places, merged, opportunity);
            if (place > 0)
            {
                merged[place - 1] = Better(merged[place - 1], opportunity);
                continue;
            }

            merged[count++] = opportunity;
            place = count; // one more than the index, for 0 is free
        }

        ArrayPool<int>.Shared.Return(places);
        return Rank(merged.AsSpan(0, count));
    }

    /// <summary>Where the same opportunity is noted, or the free entry to note it in. The table is at most half full.</summary>
    private static ref int Find(int[] places, Opportunity[] merged, Opportunity opportunity)
    {
        var entry = (int)((uint)SameOpportunity.Instance.GetHashCode(opportunity) % (uint)places.Length);
        while (places[entry] > 0 && !SameOpportunity.Instance.Equals(merged[places[entry] - 1], opportunity)) entry = (entry + 1) % places.Length;
        return ref places[entry];
    }

    /// <summary>Opportunities that are already distinct, best first.</summary>
    internal static ImmutableArray<Opportunity> Rank(ReadOnlySpan<Opportunity> distinct)
    {
        var ranked = distinct.ToArray();
        var scores = new double[ranked.Length];
        for (var i = 0; i < ranked.Length; i++) scores[i] = -ranked[i].Score;
        // Sorting plain numbers is several times faster than calling a comparer; only the runs of equal scores need one.
        Array.Sort(scores, ranked);
        for (var start = 0; start < ranked.Length;)
        {
            var end = start + 1;
            while (end < ranked.Length && scores[end].Equals(scores[start])) end++;
            if (end - start > 1) ranked.AsSpan(start, end - start).Sort(OpportunityOrder.CompareTies);
            start = end;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(ranked);
    }
}
