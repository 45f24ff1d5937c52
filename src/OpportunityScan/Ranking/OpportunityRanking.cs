using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace OpportunityScan.Ranking;

/// <summary>Merges and ranks opportunities that already bear their scores. Its cost grows with n log n, whatever they have in common.</summary>
internal static class OpportunityRanking
{
    /// <summary>The better of two that are the same opportunity.</summary>
    internal static Opportunity Better(Opportunity x, Opportunity y) => OpportunityOrder.Instance.Compare(x, y) <= 0 ? x : y;

    /// <summary>Each opportunity once (the better ranked of equals), best first. Independent of the order they come in.</summary>
    internal static ImmutableArray<Opportunity> MergeAndRank(ReadOnlySpan<Opportunity> opportunities)
    {
        var all = opportunities.ToArray();
        var order = MergedOrder(all);
        var ranked = new Opportunity[order.Length];
        for (var i = 0; i < ranked.Length; i++) ranked[i] = all[order[i]];
        return ImmutableCollectionsMarshal.AsImmutableArray(ranked);
    }

    /// <summary>As above, by their places in <paramref name="all"/>.</summary>
    internal static int[] MergedOrder(Opportunity[] all)
    {
        // A table of places in a rented array: a dictionary of thousands is a large object, and each one brings a full collection nearer.
        var table = ArrayPool<int>.Shared.Rent((int)BitOperations.RoundUpToPowerOf2((uint)(2 * all.Length) | 1));
        Array.Clear(table);
        var merged = new int[all.Length];
        var count = 0;
        for (var i = 0; i < all.Length; i++)
        {
            ref var entry = ref Find(table, merged, all, all[i]);
            if (entry > 0)
            {
                ref var kept = ref merged[entry - 1];
                if (ReferenceEquals(Better(all[kept], all[i]), all[i])) kept = i;
                continue;
            }

            merged[count++] = i;
            entry = count; // one more than the index, for 0 is free
        }

        ArrayPool<int>.Shared.Return(table);
        if (count < merged.Length) Array.Resize(ref merged, count);
        Order(all, merged);
        return merged;
    }

    /// <summary>Opportunities that are already distinct, best first, by their places.</summary>
    internal static int[] Order(Opportunity[] distinct)
    {
        var order = new int[distinct.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Order(distinct, order);
        return order;
    }

    private static void Order(Opportunity[] all, int[] places)
    {
        var scores = new double[places.Length];
        for (var i = 0; i < places.Length; i++) scores[i] = -all[places[i]].Score;
        // Sorting plain numbers is several times faster than calling a comparer; only the runs of equal scores need one.
        Array.Sort(scores, places);
        for (var start = 0; start < places.Length;)
        {
            var end = start + 1;
            while (end < places.Length && scores[end].Equals(scores[start])) end++;
            if (end - start > 1) places.AsSpan(start, end - start).Sort((x, y) => OpportunityOrder.CompareTies(all[x], all[y]));
            start = end;
        }
    }

    /// <summary>Where the same opportunity is noted, or the free entry to note it in. The table is at most half full.</summary>
    private static ref int Find(int[] table, int[] merged, Opportunity[] all, Opportunity opportunity)
    {
        var entry = (int)((uint)SameOpportunity.Instance.GetHashCode(opportunity) % (uint)table.Length);
        while (table[entry] > 0 && !SameOpportunity.Instance.Equals(all[merged[table[entry] - 1]], opportunity)) entry = (entry + 1) % table.Length;
        return ref table[entry];
    }
}
