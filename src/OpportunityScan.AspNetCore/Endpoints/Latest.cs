using OpportunityScan.AspNetCore.Caching;
using OpportunityScan.AspNetCore.Calls;
using OpportunityScan.AspNetCore.Requests;
using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.Endpoints;

/// <summary><c>GET /latest</c> and <c>GET /status/latest</c>: the status of the owner's newest scan; or, with <c>Prefer: wait</c>, its next change, or the next scan.</summary>
internal static class Latest
{
    internal static Task HandleAsync(Call call) => AnswerAsync(call, Status.Filter(call), segments: 1);

    /// <param name="call">The request.</param>
    /// <param name="filter">What is shown.</param>
    /// <param name="segments">How many segments of the path are the endpoint's own.</param>
    internal static async Task AnswerAsync(Call call, ResultsFilter filter, int segments)
    {
        var links = Links.Of(call.Http.Request, segments, FilterText.Query(filter));
        var found = await call.Scans.FindAsync(ScanQuery.Latest(call.Owner), call.Aborted).ConfigureAwait(false);
        var before = found.Snapshot;
        if (Waiting.Granted(call) is { } wait) found = await WaitAsync(call, found, links, wait).ConfigureAwait(false);
        else before = null;
        var best = found.Snapshot?.Top ?? [];
        if (found.Snapshot is { } latest && !filter.AcceptsAll) (found, best) = await StatusReader.ReadAsync(call, latest.Key, filter).ConfigureAwait(false);
        if (found.Snapshot is not { } scan) await call.MissedAsync(found, links).ConfigureAwait(false);
        else if (Waiting.IsKnown(call, Tag(links, scan), scan, before)) await Status.NotModifiedAsync(call, scan, Tag(links, scan)).ConfigureAwait(false);
        else await Status.AnswerAsync(call, scan, best, links, filter, Tag(links, scan)).ConfigureAwait(false);
    }

    /// <summary>Which scan it is belongs to the validator: versions of two scans say nothing about each other.</summary>
    private static ETag Tag(Links links, ScanSnapshot scan) => ETag.Of(links.Query + "#" + scan.Id.Value);

    /// <summary>The newest scan once it is something else than the client has: changed, or another one, which is looked for as often as clients are told to poll.</summary>
    private static async ValueTask<ScanLookup> WaitAsync(Call call, ScanLookup found, Links links, TimeSpan wait)
    {
        var (began, before) = (call.Time.GetTimestamp(), found.Snapshot);
        var names = Waiting.NamesVersions(call);
        while (found.Snapshot is { } scan && (names ? Tag(links, scan).Matches(call.Http.Request, scan) : Waiting.IsSame(scan, before)))
        {
            var left = wait - call.Time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero || call.Api.Stopping.IsCancellationRequested) break;
            var pause = left < call.Options.PollingInterval ? left : call.Options.PollingInterval;
            if (scan.IsTerminal) await Waiting.PauseAsync(call, pause).ConfigureAwait(false);
            else await Waiting.ForChangeAsync(call, scan.Key, SeenVersion.Of(scan), pause).ConfigureAwait(false);
            found = await call.Scans.FindAsync(ScanQuery.Latest(call.Owner), call.Aborted).ConfigureAwait(false);
        }

        return found;
    }
}
