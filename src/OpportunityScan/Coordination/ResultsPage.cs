using System.Collections.Immutable;
using OpportunityScan.Ranking;
using OpportunityScan.Storage;

namespace OpportunityScan.Coordination;

/// <summary>A page of results that is being filled from a ranking, which comes piece by piece.</summary>
internal abstract class ResultsPage(ResultsQuery query)
{
    private protected const int SearchStride = 256;
    private protected const int WholeStride = 4 * SearchStride;

    private int _matching;
    private int _expired;

    private protected ResultsQuery Query { get; } = query;

    /// <summary>How many to read of the ranking at once.</summary>
    internal abstract int Stride { get; }

    /// <summary>Where to begin to read.</summary>
    internal abstract int Start { get; }

    /// <summary>Whether the whole ranking is looked at, so that what matches can be counted.</summary>
    private protected abstract bool SeesAll { get; }

    /// <summary>Takes the next piece of the ranking. Returns whether the page is done.</summary>
    internal abstract bool Fill(ImmutableArray<AcceptedOpportunity> ranked);

    /// <summary>The page; to be called once.</summary>
    /// <param name="found">The scan.</param>
    /// <param name="total">How many the ranking has.</param>
    internal ScanResults Answer(ScanLookup found, int total)
    {
        var (items, next) = Finish();
        return new ScanResults
        {
            Lookup = found,
            Items = items,
            NextOffset = next,
            TotalMatching = Query.WantsAll ? total : SeesAll ? _matching : null,
            Expired = Query.ValidAt is null ? 0 : SeesAll ? _expired : null,
        };
    }

    /// <summary>The items, and where the next page starts.</summary>
    private protected abstract (ImmutableArray<Opportunity> Items, int? Next) Finish();

    /// <summary>Whether an opportunity is wanted. Counts it, so it is to be asked once for each.</summary>
    private protected bool IsWanted(Opportunity opportunity)
    {
        if (!Query.Filter.Accepts(opportunity)) return false;
        var isExpired = opportunity.ExpiresAt <= Query.ValidAt;
        if (isExpired) _expired++;
        else _matching++;
        return !isExpired;
    }

    /// <param name="query">What is wanted.</param>
    /// <param name="maxBytes">How many bytes of opportunities the page may have; one item it always may.</param>
    internal static ResultsPage For(ResultsQuery query, int maxBytes) => query.Sort == ResultsSort.Score ? new Ranked(query, maxBytes) : new Sorted(query, maxBytes);

    /// <summary>In the order of the ranking: a place in it is where to begin, and one item more than wanted tells whether there is a next page.</summary>
    private sealed class Ranked(ResultsQuery query, int maxBytes) : ResultsPage(query)
    {
        private readonly ImmutableArray<Opportunity>.Builder _items = ImmutableArray.CreateBuilder<Opportunity>();
        private int _place = query is { CountsMatching: true, WantsAll: false } ? 0 : query.Offset;
        private int? _next;
        private long _bytes;

        internal override int Start { get; } = query is { CountsMatching: true, WantsAll: false } ? 0 : query.Offset;

        /// <summary>A filter may have to look further.</summary>
        internal override int Stride =>
            Query.WantsAll ? Query.Limit + 1 : SeesAll ? Math.Max(Query.Limit + 1, WholeStride) : Math.Max(Query.Limit + 1, SearchStride);

        private protected override bool SeesAll => Query is { CountsMatching: true, WantsAll: false };

        internal override bool Fill(ImmutableArray<AcceptedOpportunity> ranked)
        {
            foreach (var opportunity in ranked)
            {
                if (IsWanted(opportunity.Value) && _place >= Query.Offset && _next is null && !TryAdd(opportunity))
                {
                    _next = _place;
                    if (!SeesAll) return true;
                }

                _place++;
            }

            return false;
        }

        private bool TryAdd(AcceptedOpportunity opportunity)
        {
            _bytes += opportunity.Size;
            if (_items.Count == Query.Limit || (_bytes > maxBytes && _items.Count > 0)) return false;
            _items.Add(opportunity.Value);
            return true;
        }

        private protected override (ImmutableArray<Opportunity> Items, int? Next) Finish() => (_items.DrainToImmutable(), _next);
    }

    /// <summary>In another order: everything must be looked at, and as much is kept as stands before the page's end.</summary>
    private sealed class Sorted(ResultsQuery query, int maxBytes) : ResultsPage(query)
    {
        private readonly FirstInOrder _first = new((int)Math.Min((long)query.Offset + query.Limit + 1, int.MaxValue), SortOrder.Of(query.Sort));

        internal override int Start => 0;

        internal override int Stride => WholeStride;

        private protected override bool SeesAll => true;

        internal override bool Fill(ImmutableArray<AcceptedOpportunity> ranked)
        {
            foreach (var opportunity in ranked)
            {
                if (IsWanted(opportunity.Value)) _first.Offer(opportunity);
            }

            return false;
        }

        private protected override (ImmutableArray<Opportunity> Items, int? Next) Finish()
        {
            var first = _first.Take();
            var items = ImmutableArray.CreateBuilder<Opportunity>();
            var (next, bytes) = (Query.Offset, 0L);
            for (; next < first.Count && items.Count < Query.Limit; next++)
            {
                bytes += first[next].Size;
                if (bytes > maxBytes && items.Count > 0) break;
                items.Add(first[next].Value);
            }

            return (items.DrainToImmutable(), next < first.Count ? next : null);
        }
    }
}
