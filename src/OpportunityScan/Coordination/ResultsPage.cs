using System.Collections.Immutable;
using OpportunityScan.Ranking;
using OpportunityScan.Storage;

namespace OpportunityScan.Coordination;

/// <summary>A page of results that is being filled from a ranking, which comes piece by piece.</summary>
internal abstract class ResultsPage
{
    private protected const int SearchStride = 256;

    /// <summary>How many to read of the ranking at once.</summary>
    internal abstract int Stride { get; }

    /// <summary>Where to begin to read.</summary>
    internal abstract int Start { get; }

    /// <summary>Takes the next piece of the ranking. Returns whether the page is done.</summary>
    internal abstract bool Fill(ImmutableArray<AcceptedOpportunity> ranked);

    /// <summary>The page, and where the next one starts; to be called once.</summary>
    internal abstract (ImmutableArray<Opportunity> Items, int? Next) Finish();

    /// <param name="query">What is wanted.</param>
    /// <param name="maxBytes">How many bytes of opportunities the page may have; one item it always may.</param>
    internal static ResultsPage For(ResultsQuery query, int maxBytes) => query.Sort == ResultsSort.Score ? new Ranked(query, maxBytes) : new Sorted(query, maxBytes);

    /// <summary>In the order of the ranking: a place in it is where to begin, and one item more than wanted tells whether there is a next page.</summary>
    private sealed class Ranked(ResultsQuery query, int maxBytes) : ResultsPage
    {
        private readonly ImmutableArray<Opportunity>.Builder _items = ImmutableArray.CreateBuilder<Opportunity>();
        private int _offset = query.Offset;
        private long _bytes;
        private bool _hasMore;

        internal override int Start => query.Offset;

        /// <summary>A filter may have to look further.</summary>
        internal override int Stride => query.Filter.AcceptsAll ? query.Limit + 1 : Math.Max(query.Limit + 1, SearchStride);

        internal override bool Fill(ImmutableArray<AcceptedOpportunity> ranked)
        {
            foreach (var opportunity in ranked)
            {
                if (query.Filter.Accepts(opportunity.Value))
                {
                    _bytes += opportunity.Size;
                    if (_items.Count == query.Limit || (_bytes > maxBytes && _items.Count > 0)) return _hasMore = true;
                    _items.Add(opportunity.Value);
                }

                _offset++;
            }

            return false;
        }

        internal override (ImmutableArray<Opportunity> Items, int? Next) Finish() => (_items.DrainToImmutable(), _hasMore ? _offset : null);
    }

    /// <summary>In another order: everything must be looked at, and as much is kept as stands before the page's end.</summary>
    private sealed class Sorted(ResultsQuery query, int maxBytes) : ResultsPage
    {
        private readonly FirstInOrder _first = new((int)Math.Min((long)query.Offset + query.Limit + 1, int.MaxValue), SortOrder.Of(query.Sort));

        internal override int Start => 0;

        internal override int Stride => 4 * SearchStride;

        internal override bool Fill(ImmutableArray<AcceptedOpportunity> ranked)
        {
            foreach (var opportunity in ranked)
            {
                if (query.Filter.Accepts(opportunity.Value)) _first.Offer(opportunity);
            }

            return false;
        }

        internal override (ImmutableArray<Opportunity> Items, int? Next) Finish()
        {
            var first = _first.Take();
            var items = ImmutableArray.CreateBuilder<Opportunity>();
            var (next, bytes) = (query.Offset, 0L);
            for (; next < first.Count && items.Count < query.Limit; next++)
            {
                bytes += first[next].Size;
                if (bytes > maxBytes && items.Count > 0) break;
                items.Add(first[next].Value);
            }

            return (items.DrainToImmutable(), next < first.Count ? next : null);
        }
    }
}
