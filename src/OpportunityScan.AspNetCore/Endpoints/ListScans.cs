using System.Globalization;
using OpportunityScan.AspNetCore.Answers;
using OpportunityScan.AspNetCore.Calls;
using OpportunityScan.AspNetCore.Requests;
using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.Endpoints;

/// <summary><c>GET /</c>: the owner's scans, newest first, in pages.</summary>
internal static class ListScans
{
    internal const int DefaultLimit = 20;
    internal const int MaxLimit = 100;

    internal static async Task HandleAsync(Call call)
    {
        var query = call.Query(filters: false, FieldNames.Limit, FieldNames.Cursor);
        var limit = query.Whole(FieldNames.Limit, DefaultLimit, 1, MaxLimit);
        var from = ListCursor.Read(query);
        query.Check();
        var links = Links.Of(call.Http.Request, 0, "");
        var page = new List<ScanSummary>(limit + 1);
        await foreach (var scan in from.SkipAsync(call.Scans.ListAsync(call.Owner, call.Aborted)).ConfigureAwait(false))
        {
            page.Add(scan);
            if (page.Count > limit) break;
        }

        var next = page.Count > limit ? ListCursor.After(page[limit - 1]) : null;
        if (next is not null) NextLink(call, links, limit, next);
        var body = new ListBody([.. page.Take(limit).Select(s => Summary(call, s, links))], next);
        await Answer.OkAsync(call.Http, body, WireJson.Default.ListBody).ConfigureAwait(false);
    }

    /// <summary>The addresses of a scan in the list have the filters of its start, as those that its start was answered with.</summary>
    private static SummaryBody Summary(Call call, ScanSummary scan, Links links)
    {
        var filter = FilterLabels.Read(scan.Plan.Labels);
        var filters = FilterText.Body(filter, scan.Plan.Parameters, call.Options.Parameters);
        return new SummaryBody(scan, filters, links with { Query = FilterText.Query(filter) });
    }

    private static void NextLink(Call call, Links links, int limit, string cursor) =>
        call.Http.Response.Headers.Link = string.Create(CultureInfo.InvariantCulture, $"<{links.Root}/?limit={limit}&cursor={cursor}>; rel=\"next\"");
}
