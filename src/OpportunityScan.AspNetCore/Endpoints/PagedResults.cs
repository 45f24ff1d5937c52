using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using OpportunityScan.AspNetCore.Answers;
using OpportunityScan.AspNetCore.Calls;
using OpportunityScan.AspNetCore.Requests;
using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.Endpoints;

/// <summary><c>GET /results/{scan_id}</c>: the opportunities once the scan has ended, or with <c>partial=true</c> those found so far.</summary>
internal static class PagedResults
{
    internal const int DefaultLimit = 50;

    internal static async Task HandleAsync(Call call)
    {
        var query = call.Query(filters: true, FieldNames.Limit, FieldNames.Cursor, FieldNames.Sort, FieldNames.Partial);
        var wish = ResultsWish.Read(query, Math.Min(DefaultLimit, call.Options.MaxPageSize), call.Options.MaxPageSize);
        query.Check();
        var links = Links.Of(call.Http.Request, 2, FilterText.Query(wish.Filter));
        if (!call.TryKey(out var key))
        {
            await call.NotFoundAsync().ConfigureAwait(false);
            return;
        }

        if (!wish.Partial && await IsAnsweredAsync(call, key, wish, links).ConfigureAwait(false)) return;
        var pages = new ResultPages(call.Scans, key, wish, call.Api.Limits.MaxPageSize);
        var first = await pages.ReadAsync(wish.Offset, wish.Limit, call.Aborted).ConfigureAwait(false);
        if (first.Snapshot is { } scan) await StreamAsync(call, pages, first, scan, wish, links).ConfigureAwait(false);
        else await call.MissedAsync(first.Lookup, links).ConfigureAwait(false);
    }

    /// <summary>Answers unless the scan has ended; from its head alone where there is no filter, so that whoever asks too early costs little.</summary>
    private static async ValueTask<bool> IsAnsweredAsync(Call call, ScanKey key, ResultsWish wish, Links links)
    {
        var found = await call.Scans.FindAsync(ScanQuery.ById(key), call.Aborted).ConfigureAwait(false);
        var best = found.Snapshot?.Top ?? [];
        if (found.Snapshot is { IsTerminal: false } && !wish.Filter.AcceptsAll)
            (found, best) = await StatusReader.ReadAsync(call, key, wish.Filter).ConfigureAwait(false);
        if (found.Snapshot is not { } scan)
        {
            await call.MissedAsync(found, links).ConfigureAwait(false);
            return true;
        }

        if (scan.IsTerminal) return false;
        Answer.RetryAfter(call.Http, call.Options.PollingInterval);
        var body = new StatusBody(call.View(scan, best, links, wish.Filter));
        await Answer.WriteAsync(call.Http, StatusCodes.Status202Accepted, Answer.Json, body, WireJson.Default.StatusBody).ConfigureAwait(false);
        return true;
    }

    private static async Task StreamAsync(Call call, ResultPages pages, ScanResults first, ScanSnapshot scan, ResultsWish wish, Links links)
    {
        wish.CheckIsOf(scan);
        var response = call.Http.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = Answer.Json;
        response.Headers.CacheControl = Answer.OwnerOnly;
        if (pages.NextOf(first) is { } next) response.Headers.Link = NextLink(links, scan, wish, next);
        await response.StartAsync(call.Aborted).ConfigureAwait(false); // from here on a failure can only be shown by breaking off
        var body = new ResultsBody(call.View(scan, ImmutableArray<Opportunity>.Empty, links, wish.Filter), ResultsWish.NameOf(wish.Sort));
        await ResultsWriter.WriteAsync(response.BodyWriter, body, pages, first, call.Aborted).ConfigureAwait(false);
    }

    private static string NextLink(Links links, ScanSnapshot scan, ResultsWish wish, int next)
    {
        var url = links.Results(scan.Id);
        var more = string.Create(CultureInfo.InvariantCulture, $"limit={wish.Limit}&sort={ResultsWish.NameOf(wish.Sort)}&cursor={wish.CursorAt(scan, next)}");
        return $"<{url}{(links.Query.Length == 0 ? '?' : '&')}{more}{(wish.Partial ? "&partial=true" : "")}>; rel=\"next\"";
    }
}
