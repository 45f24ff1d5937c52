using System.Collections.Immutable;
using OpportunityScan.Ranking;

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
    internal abstract bool Fill(ImmutableArray<Opportunity> ranked);

    /// <summary>The page, and where the next one starts; to be called once.</summary>
    internal abstract (ImmutableArray<Opportunity> Items, int? Next) Finish();

    internal static ResultsPage For(ResultsQuery query) => query.Sort == ResultsSort.Score ? new Ranked(query) : new Sorted(query);

    /// <summary>In the order of the ranking: a place in it is where to begin, and one item more than wanted tells whether there is a next page.</summary>
    private sealed class Ranked(ResultsQuery query) : ResultsPage
    {
        private readonly ImmutableArray<Opportunity>.Builder _items = ImmutableArray.CreateBuilder<Opportunity>();
        private int _offset = query.Offset;
        private bool _hasMore;

        internal override int Start => query.Offset;

        /// <summary>A filter may have to look further.</summary>
        internal override int Stride => query.Filter.AcceptsAll ? query.Limit + 1 : Math.Max(query.Limit + 1, SearchStride);

        internal override bool Fill(ImmutableArray<Opportunity> ranked)
        {
            foreach (var opportunity in ranked)
            {
                if (query.Filter.Accepts(opportunity))
                {
                    if (_items.Count == query.Limit) return _hasMore = true;
                    _items.Add(opportunity);
                }

                _offset++;
            }

            return false;
        }

        internal override (ImmutableArray<Opportunity> Items, int? Next) Finish() => (_items.DrainToImmutable(), _hasMore ? _offset : null);
    }

    /// <summary>In another order: everything must be looked at, and as much is kept as stands before the page's end.</summary>
    private sealed class Sorted(ResultsQuery query) : ResultsPage
    {
        private readonly FirstInOrder _first = new((int)Math.Min((long)query.Offset + query.Limit + 1, int.MaxValue), SortOrder.Of(query.Sort));

        internal override int Start => 0;

        internal override int Stride => 4 * SearchStride;

        internal override bool Fill(ImmutableArray<Opportunity> ranked)
        {
            foreach (var opportunity in ranked)
            {
                if (query.Filter.Accepts(opportunity)) _first.Offer(opportunity);
            }

            return false;
        }

        internal override (ImmutableArray<Opportunity> Items, int? Next) Finish()
        {
            var first = _first.Take();
            var end = (long)query.Offset + query.Limit;
            return ([.. first.Skip(query.Offset).Take(query.Limit)], first.Count > end ? (int)end : null);
        }
    }
}
