using System.Collections.Immutable;
using OpportunityScan.Lookup;
using OpportunityScan.Ranking;
using OpportunityScan.Storage;

namespace OpportunityScan.Coordination;

/// <summary>Reads pages of results: of a terminal scan from its stored ranking, of an unfinished one by ranking what it has found so far.</summary>
internal sealed class ResultsReader(IScanStore store, LookupChain lookup, ScanLimits limits)
{
    private static readonly LookupTrace Asked = LookupTrace.Start(["results"]);

    /// <summary>What is read when nobody says what: the usual first page, or a shorter one where the host allows no such page.</summary>
    private readonly ResultsQuery _firstPage = ResultsQuery.Top(Math.Min(ResultsQuery.FirstPage.Limit, limits.MaxPageSize));

    internal async ValueTask<ScanResults> ReadAsync(ScanKey key, ResultsQuery? wanted, CancellationToken cancellationToken)
    {
        var query = wanted ?? _firstPage;
        Check(query);
        var page = ResultsPage.For(query, limits.MaxPageBytes);
        var offset = page.Start;
        ScanSnapshot? ended = null;
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
            if (!read.Snapshot.IsTerminal) return Partial(found, read.Items, query with { CountsMatching = true });
            if (ended is not null && !ended.State.IsSameLife(read.Snapshot.State))
            {
                // The id has another scan by now, and a page of one must not go on in the other.
                (page, ended) = (ResultsPage.For(query, limits.MaxPageBytes), null);
                offset = page.Start;
                continue;
            }

            ended = read.Snapshot;
            offset += read.Items.Length;
            if (page.Fill(read.Items) || read.Items.IsEmpty || offset >= read.Total) return page.Answer(found, read.Total);
        }
    }

    private ScanResults Partial(ScanLookup found, ImmutableArray<AcceptedOpportunity> emitted, ResultsQuery query)
    {
        var page = ResultsPage.For(query, limits.MaxPageBytes);
        var order = OpportunityRanking.MergedOrder([.. emitted.Select(static o => o.Value)]);
        page.Fill([.. order.Skip(page.Start).Select(place => emitted[place])]);
        return page.Answer(found, order.Length);
    }

    private void Check(ResultsQuery query)
    {
        if (query.Offset < 0) throw new ArgumentOutOfRangeException(nameof(query), query.Offset, "The offset must not be negative.");
        if (query.Limit < 1 || query.Limit > limits.MaxPageSize)
            throw new ArgumentOutOfRangeException(nameof(query), query.Limit, $"The limit must be from 1 to {limits.MaxPageSize}.");
        if (!Enum.IsDefined(query.Sort)) throw new ArgumentOutOfRangeException(nameof(query), query.Sort, "The order is unknown.");
    }
}
