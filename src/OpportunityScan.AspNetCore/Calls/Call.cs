using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpportunityScan.AspNetCore.Answers;
using OpportunityScan.AspNetCore.Problems;
using OpportunityScan.AspNetCore.Requests;
using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.Calls;

/// <summary>One request of one owner.</summary>
/// <param name="Http">The request and its answer.</param>
/// <param name="Owner">Whose scans it is about.</param>
/// <param name="Api">What the endpoints share.</param>
internal readonly record struct Call(HttpContext Http, OwnerId Owner, ScanApi Api)
{
    private static readonly ScanLookup NoSuchId = new(LookupStatus.NotFound, null, default);

    internal IScanCoordinator Scans => Api.Scans;

    internal TimeProvider Time => Api.Time;

    internal OpportunityScanHttpOptions Options => Api.Options;

    internal CancellationToken Aborted => Http.RequestAborted;

    internal QueryReader Query(bool filters, params ReadOnlySpan<string> others) => new(Http.Request.Query, filters, others);

    internal ValueTask<ReadOnlyMemory<byte>> BodyAsync() => BodyReader.ReadAsync(Http.Request, Options, Time, Aborted);

    /// <summary>Whether the address names the owner's newest scan, whichever that is.</summary>
    internal bool IsLatest => Http.GetRouteValue(Patterns.ScanId) is Patterns.LatestId;

    /// <summary>The scan that the address names, or why there is none: what cannot be an id names none.</summary>
    internal async ValueTask<(ScanKey Key, ScanLookup? Miss)> KeyAsync()
    {
        if (!IsLatest) return TryKey(out var key) ? (key, null) : (key, NoSuchId);
        var latest = await Scans.FindAsync(ScanQuery.Latest(Owner), Aborted).ConfigureAwait(false);
        return latest.Snapshot is { } scan ? (scan.Key, null) : (default, latest);
    }

    /// <summary>The scan that the address names. What cannot be an id names none.</summary>
    internal bool TryKey(out ScanKey key)
    {
        var known = ScanId.TryParse(Http.GetRouteValue(Patterns.ScanId) as string, out var id);
        key = new ScanKey(Owner, id);
        return known;
    }

    internal StatusView View(ScanSnapshot scan, ImmutableArray<Opportunity> best, Links links, ResultsFilter filter) =>
        new(scan, best, links, FilterText.Body(filter, scan.Parameters, Options.Parameters), Time.GetUtcNow());

    internal Task NotFoundAsync() => Answer.ProblemAsync(Http, new Problem(ProblemKind.NotFound));

    /// <summary>Says why a scan was not found.</summary>
    internal Task MissedAsync(in ScanLookup lookup, Links links) => Answer.ProblemAsync(Http, lookup.Status switch
    {
        LookupStatus.Expired => new Problem(ProblemKind.Expired),
        LookupStatus.StoreUnavailable => new Problem(ProblemKind.StoreUnavailable)
        {
            RetryAfter = Options.PollingInterval,
            LastKnown = lookup.LastKnown is { } last ? View(last, last.Top, links, ResultsFilter.None) : null,
        },
        _ => new Problem(ProblemKind.NotFound),
    });
}
