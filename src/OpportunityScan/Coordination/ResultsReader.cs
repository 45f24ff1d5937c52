using System.Collections.Immutable;
using OpportunityScan.Lookup;
using OpportunityScan.Ranking;
using OpportunityScan.Storage;

namespace OpportunityScan.Coordination;

/// <summary>Reads pages of results: of a terminal scan from its stored ranking, of an unfinished one by ranking what it has found so far.</summary>
internal sealed class ResultsReader(IScanStore store, LookupChain lookup, ScanLimits limits)
{
    private const int FilterStride = 256;
    private static readonly LookupTrace Asked = LookupTrace.Start(["results"]);

    /// <summary>What is read when nobody says what: the usual first page, or a shorter one where the host allows no such page.</summary>
    private readonly ResultsQuery _firstPage = ResultsQuery.Top(Math.Min(ResultsQuery.FirstPage.Limit, limits.MaxPageSize));

    internal async ValueTask<ScanResults> ReadAsync(ScanKey key, ResultsQuery? wanted, CancellationToken cancellationToken)
    {
        var query = wanted ?? _firstPage;
        Check(query);
        var page = new Page(query);
        var offset = query.Offset;
        while (true)
        {
            StoredResults? read;
            try
            {
                read = await store.ReadResultsAsync(key, offset, page.Stride, cancellationToken).ConfigureAwait(false);
            }
            catch (ScanStoreUnavailableException)
            {
                var unknown = new ScanLookup(LookupStatus.StoreUnavailable, null, Asked.Next(LookupVerdict.Unavailable)) { LastKnown = lookup.LastKnown(key) };
                return new ScanResults { Lookup = unknown };
            }

            if (read is null) return new ScanResults { Lookup = await lookup.ExplainMissAsync(key, cancellationToken).ConfigureAwait(false) };
            lookup.Note(read.Snapshot);
            var found = new ScanLookup(LookupStatus.Found, read.Snapshot, Asked.Next(LookupVerdict.Found));
            if (!read.Snapshot.IsTerminal) return Partial(found, read.Items, query);
            var isLast = read.Items.Length < page.Stride;
            if (page.Fill(read.Items, ref offset) || isLast)
                return new ScanResults { Lookup = found, Items = page.Items, NextOffset = page.HasMore ? offset : null };
        }
    }

    private static ScanResults Partial(ScanLookup found, ImmutableArray<Opportunity> emitted, ResultsQuery query)
    {
        var page = new Page(query);
        var ranked = OpportunityRanking.MergeAndRank(emitted.AsSpan());
        var offset = Math.Min(query.Offset, ranked.Length);
        page.Fill(ranked[offset..], ref offset);
        return new ScanResults { Lookup = found, Items = page.Items, NextOffset = page.HasMore ? offset : null };
    }

    private void Check(ResultsQuery query)
    {
        if (query.Offset < 0) throw new ArgumentOutOfRangeException(nameof(query), query.Offset, "The offset must not be negative.");
        if (query.Limit < 1 || query.Limit > limits.MaxPageSize)
            throw new ArgumentOutOfRangeException(nameof(query), query.Limit, $"The limit must be from 1 to {limits.MaxPageSize}.");
    }

    /// <summary>A page that is being filled.</summary>
    private sealed class Page(ResultsQuery query)
    {
        private readonly ImmutableArray<Opportunity>.Builder _items = ImmutableArray.CreateBuilder<Opportunity>();

        internal ImmutableArray<Opportunity> Items => _items.DrainToImmutable();

        /// <summary>Whether a wanted one was seen that found no room on the page.</summary>
        internal bool HasMore { get; private set; }

        /// <summary>How many to read at once: one more than wanted tells whether there is a next page; a filter may have to look further.</summary>
        internal int Stride => query.Filter.AcceptsAll ? query.Limit + 1 : Math.Max(query.Limit + 1, FilterStride);

        /// <summary>Adds what is wanted and moves <paramref name="offset"/> past what was looked at. Returns whether the page is done.</summary>
        internal bool Fill(ImmutableArray<Opportunity> ranked, ref int offset)
        {
            foreach (var opportunity in ranked)
            {
                if (query.Filter.Accepts(opportunity))
                {
                    if (_items.Count == query.Limit) return HasMore = true;
                    _items.Add(opportunity);
                }

                offset++;
            }

            return false;
        }
    }
}
