using OpportunityScan.AspNetCore.Caching;
using OpportunityScan.AspNetCore.Calls;
using OpportunityScan.AspNetCore.Requests;
using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.Endpoints;

/// <summary><c>GET /latest</c>: the status of the owner's newest scan.</summary>
internal static class Latest
{
    internal static async Task HandleAsync(Call call)
    {
        var filter = Status.Filter(call);
        var links = Links.Of(call.Http.Request, 1, FilterText.Query(filter));
        var found = await call.Scans.FindAsync(ScanQuery.Latest(call.Owner), call.Aborted).ConfigureAwait(false);
        var best = found.Snapshot?.Top ?? [];
        if (found.Snapshot is { } latest && !filter.AcceptsAll) (found, best) = await StatusReader.ReadAsync(call, latest.Key, filter).ConfigureAwait(false);
        if (found.Snapshot is not { } scan)
        {
            await call.MissedAsync(found, links).ConfigureAwait(false);
            return;
        }

        // Which scan it is belongs to the validator: versions of two scans say nothing about each other.
        var tag = ETag.Of(links.Query + "#" + scan.Id.Value);
        await Status.AnswerAsync(call, scan, best, links, filter, tag).ConfigureAwait(false);
    }
}
