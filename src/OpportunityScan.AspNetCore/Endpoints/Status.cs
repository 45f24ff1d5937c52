using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using OpportunityScan.AspNetCore.Answers;
using OpportunityScan.AspNetCore.Caching;
using OpportunityScan.AspNetCore.Calls;
using OpportunityScan.AspNetCore.Requests;
using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.Endpoints;

/// <summary><c>GET /status/{scan_id}</c>: where a scan stands, from one read of its record; or, with <c>Prefer: wait</c>, its next change.</summary>
internal static class Status
{
    internal static async Task HandleAsync(Call call)
    {
        var filter = Filter(call);
        var links = Links.Of(call.Http.Request, 2, FilterText.Query(filter));
        if (!call.TryKey(out var key))
        {
            await call.NotFoundAsync().ConfigureAwait(false);
            return;
        }

        var tag = ETag.Of(links.Query);
        if (Waiting.Granted(call) is { } wait) await Waiting.ForChangeAsync(call, key, tag.Known(call.Http.Request), wait).ConfigureAwait(false);
        var read = await StatusReader.ReadAsync(call, key, filter).ConfigureAwait(false);
        if (read.Lookup.Snapshot is { } scan) await AnswerAsync(call, scan, read.Best, links, filter, tag).ConfigureAwait(false);
        else await call.MissedAsync(read.Lookup, links).ConfigureAwait(false);
    }

    /// <summary>Answers with a scan, or with 304 when the client has this version.</summary>
    internal static Task AnswerAsync(
        Call call, ScanSnapshot scan, ImmutableArray<Opportunity> best, Links links, ResultsFilter filter, ETag tag)
    {
        var http = call.Http;
        http.Response.Headers.ETag = tag.At(scan);
        if (!scan.IsTerminal) Answer.RetryAfter(http, call.Options.PollingInterval);
        return tag.Matches(http.Request, scan)
            ? Answer.EmptyAsync(http, StatusCodes.Status304NotModified)
            : Answer.OkAsync(http, new StatusBody(call.View(scan, best, links, filter)), WireJson.Default.StatusBody);
    }

    /// <summary>The filters of the query; nothing else may stand in it.</summary>
    internal static ResultsFilter Filter(Call call)
    {
        if (!call.Http.Request.QueryString.HasValue) return ResultsFilter.None;
        var query = call.Query(filters: true);
        var filter = query.Filter();
        query.Check();
        return filter;
    }
}
