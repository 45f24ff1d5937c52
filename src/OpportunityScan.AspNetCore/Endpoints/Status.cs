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
        if (call.IsLatest)
        {
            await Latest.AnswerAsync(call, filter, segments: 2).ConfigureAwait(false);
            return;
        }

        var links = Links.Of(call.Http.Request, 2, FilterText.Query(filter));
        if (!call.TryKey(out var key))
        {
            await call.NotFoundAsync().ConfigureAwait(false);
            return;
        }

        var tag = ETag.Of(links.Query);
        var before = Waiting.Granted(call) is { } wait ? await WaitAsync(call, key, tag, wait).ConfigureAwait(false) : null;
        var read = await StatusReader.ReadAsync(call, key, filter).ConfigureAwait(false);
        if (read.Lookup.Snapshot is not { } scan) await call.MissedAsync(read.Lookup, links).ConfigureAwait(false);
        else if (Waiting.IsKnown(call, tag, scan, before)) await NotModifiedAsync(call, scan, tag).ConfigureAwait(false);
        else await AnswerAsync(call, scan, read.Best, links, filter, tag).ConfigureAwait(false);
    }

    /// <summary>Answers with a scan.</summary>
    internal static Task AnswerAsync(
        Call call, ScanSnapshot scan, ImmutableArray<Opportunity> best, Links links, ResultsFilter filter, ETag tag)
    {
        Head(call, scan, tag);
        return Answer.OkAsync(call.Http, new StatusBody(call.View(scan, best, links, filter)), WireJson.Default.StatusBody);
    }

    /// <summary>Answers that the client has this version.</summary>
    internal static Task NotModifiedAsync(Call call, ScanSnapshot scan, ETag tag)
    {
        Head(call, scan, tag);
        return Answer.EmptyAsync(call.Http, StatusCodes.Status304NotModified);
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

    private static void Head(Call call, ScanSnapshot scan, ETag tag)
    {
        call.Http.Response.Headers.ETag = tag.At(scan);
        if (!scan.IsTerminal) Answer.RetryAfter(call.Http, call.Options.PollingInterval);
    }

    /// <summary>Waits for a change. Returns what there was before, where the client does not say which version it has but that it has one (<c>*</c>).</summary>
    private static async ValueTask<ScanSnapshot?> WaitAsync(Call call, ScanKey key, ETag tag, TimeSpan wait)
    {
        if (!Waiting.NamesAny(call))
        {
            await Waiting.ForChangeAsync(call, key, tag.Known(call.Http.Request), wait).ConfigureAwait(false);
            return null;
        }

        var before = (await call.Scans.FindAsync(ScanQuery.ById(key), call.Aborted).ConfigureAwait(false)).Snapshot;
        if (before is { IsTerminal: true }) await Waiting.PauseAsync(call, wait).ConfigureAwait(false); // answered at once, it would be asked again at once
        else if (before is not null) await Waiting.ForChangeAsync(call, key, SeenVersion.Of(before), wait).ConfigureAwait(false);
        return before;
    }
}
