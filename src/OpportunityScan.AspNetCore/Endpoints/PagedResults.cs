using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using OpportunityScan.AspNetCore.Answers;
using OpportunityScan.AspNetCore.Calls;
using OpportunityScan.AspNetCore.Requests;
using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.Endpoints;

/// <summary>
/// <c>GET /results/{scan_id}</c>: the opportunities once the scan has ended, or with <c>partial=true</c> those found so far. <c>QUERY</c> (RFC 10008) is the
/// same with what is wanted in the content.
/// </summary>
internal static class PagedResults
{
    internal const string QueryMethod = "QUERY";

    private static readonly string[] Names = [FieldNames.Limit, FieldNames.Cursor, FieldNames.Sort, FieldNames.Partial, FieldNames.ValidAt];

    internal static Task HandleAsync(Call call) => AnswerAsync(call, call.Query(filters: true, Names));

    internal static async Task HandleQueryAsync(Call call)
    {
        var http = call.Http;
        http.Response.Headers["Accept-Query"] = "\"application/json\"";
        call.Query(filters: false).Check();
        var query = new QueryReader(QueryBody.Read(await call.BodyAsync().ConfigureAwait(false)), filters: true, Names);
        await AnswerAsync(call, query).ConfigureAwait(false);
    }

    private static async Task AnswerAsync(Call call, QueryReader query)
    {
        var wish = ResultsWish.Read(query, call.Options, call.Time.GetUtcNow());
        query.Check();
        var links = Links.Of(call.Http.Request, 2, FilterText.Query(wish.Filter));
        var (key, miss) = await call.KeyAsync().ConfigureAwait(false);
        if (miss is { } missed)
        {
            await call.MissedAsync(missed, links).ConfigureAwait(false);
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
        if (pages.NextOf(first) is { } next) response.Headers.Link = $"<{Url(links, scan, wish, wish.CursorAt(scan, next))}>; rel=\"next\"";
        if (call.Http.Request.Method is QueryMethod) response.Headers.Location = Url(links, scan, wish, null); // where a GET gives the same
        await response.StartAsync(call.Aborted).ConfigureAwait(false); // from here on a failure can only be shown by breaking off
        if (HttpMethods.IsHead(call.Http.Request.Method)) return;
        var view = call.View(scan, ImmutableArray<Opportunity>.Empty, links, wish.Filter);
        var body = new ResultsBody(view, ResultsWish.NameOf(wish.Sort), first.TotalMatching, first.Expired);
        await ResultsWriter.WriteAsync(response.BodyWriter, body, pages, first, call.Aborted).ConfigureAwait(false);
    }

    /// <summary>Where these results are, from a cursor on or as a whole.</summary>
    private static string Url(Links links, ScanSnapshot scan, ResultsWish wish, string? cursor)
    {
        var url = links.Results(scan.Id);
        var more = string.Create(CultureInfo.InvariantCulture, $"limit={wish.Limit}&sort={ResultsWish.NameOf(wish.Sort)}");
        var from = cursor is not null ? "&cursor=" + cursor
            : wish.ValidAt is { } at ? $"&{FieldNames.ValidAt}={Uri.EscapeDataString(at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture))}"
            : "";
        return $"{url}{(links.Query.Length == 0 ? '?' : '&')}{more}{from}{(wish.Partial ? "&partial=true" : "")}";
    }
}
