using Microsoft.AspNetCore.Http;
using OpportunityScan.AspNetCore.Answers;
using OpportunityScan.AspNetCore.Caching;
using OpportunityScan.AspNetCore.Calls;
using OpportunityScan.AspNetCore.Requests;
using OpportunityScan.AspNetCore.Streaming;
using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.Endpoints;

/// <summary><c>GET /events/{scan_id}</c>: the scan's snapshots as they are committed in any process, as server-sent events.</summary>
internal static class Events
{
    internal static async Task HandleAsync(Call call)
    {
        var http = call.Http;
        var query = call.Query(filters: true, FieldNames.After, FieldNames.Full, FieldNames.Interval);
        var filter = query.Filter();
        var seen = LastEvent(http.Request, query) ?? (query.Version(FieldNames.After) is { } after ? new SeenVersion(after, null) : null);
        var wish = Wish(query, call.Options);
        query.Check();
        var links = Links.Of(http.Request, 2, FilterText.Query(filter));
        var (key, miss) = await call.KeyAsync().ConfigureAwait(false);
        if (miss is { } missed)
        {
            await call.MissedAsync(missed, links).ConfigureAwait(false);
            return;
        }

        var found = await call.Scans.FindAsync(ScanQuery.ById(key), call.Aborted).ConfigureAwait(false);
        if (found.Snapshot is not { } scan) await call.MissedAsync(found, links).ConfigureAwait(false);
        else if (scan.IsTerminal && seen?.Version == scan.Version && seen.Value.IsOf(scan)) await Answer.EmptyAsync(http, StatusCodes.Status204NoContent).ConfigureAwait(false);
        else if (HttpMethods.IsHead(http.Request.Method)) EventStream.Head(http);
        else await StreamAsync(call, key, filter, links, wish, seen is { } known && known.IsOf(scan) ? known.Version : 0).ConfigureAwait(false);
    }

    /// <summary>No client is told more often than the host wants.</summary>
    private static EventWish Wish(QueryReader query, OpportunityScanHttpOptions options)
    {
        var wanted = query.Seconds(FieldNames.Interval, options.KeepAlive);
        return new EventWish(query.Flag(FieldNames.Full), wanted > options.EventInterval ? wanted.Value : options.EventInterval);
    }

    private static async Task StreamAsync(Call call, ScanKey key, ResultsFilter filter, Links links, EventWish wish, long seen)
    {
        using var stream = new EventStream(call, key, filter, links, wish);
        await stream.RunAsync(seen).ConfigureAwait(false);
    }

    /// <summary>The last event that a client which connects again has seen; an empty one is none.</summary>
    private static SeenVersion? LastEvent(HttpRequest request, QueryReader query)
    {
        var text = request.Headers[FieldNames.LastEventId].ToString();
        if (text.Length == 0) return null;
        if (SeenVersion.TryParse(text, out var seen)) return seen;
        query.Refuse(FieldNames.LastEventId, $"{RequestText.Shown(text)} is not a version; it must be the id of an event, or a whole number that is not negative.");
        return null;
    }
}
