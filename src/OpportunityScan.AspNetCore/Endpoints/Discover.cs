using Microsoft.AspNetCore.Http;
using OpportunityScan.AspNetCore.Answers;
using OpportunityScan.AspNetCore.Calls;
using OpportunityScan.AspNetCore.Problems;
using OpportunityScan.AspNetCore.Requests;
using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.Endpoints;

/// <summary><c>POST /discover</c>: starts a scan, or finds the one that answers the request already.</summary>
internal static class Discover
{
    internal static async Task HandleAsync(Call call)
    {
        var http = call.Http;
        call.Query(filters: false).Check();
        var id = IdempotencyKeys.IdOf(http.Request, call.Owner);
        var wish = new StartReader(call.Options).Read(await call.BodyAsync().ConfigureAwait(false));
        var links = Links.Of(http.Request, 1, FilterText.Query(wish.Filter));
        using var underWay = id is { } claimed ? call.Api.Starts.Begin(new ScanKey(call.Owner, claimed)) : null;
        if (id is not null && underWay is null)
        {
            await Answer.ProblemAsync(http, StartProblems.UnderWay).ConfigureAwait(false);
            return;
        }

        ScanTicket ticket;
        var request = Request(call, wish, id);
        try
        {
            ticket = await call.Scans.StartAsync(request, call.Aborted).ConfigureAwait(false);
        }
        catch (ScanRejectedException refusal) when (refusal.Kind == RejectionKind.IdConflict && id is not null)
        {
            await ConflictAsync(call, refusal, new ScanKey(call.Owner, id.Value), links).ConfigureAwait(false);
            return;
        }

        var expected = ticket.Snapshot.IsTerminal ? null : await call.Scans.EstimateAsync(request, call.Aborted).ConfigureAwait(false);
        await AnswerAsync(call, wish, ticket, expected, links).ConfigureAwait(false);
    }

    private static ScanRequest Request(Call call, StartWish wish, ScanId? id) => new(call.Owner)
    {
        Parameters = wish.Parameters,
        Labels = FilterLabels.Of(wish.Filter),
        Strategies = wish.Strategies,
        Id = id,
        Mode = (wish.ForceRefresh, call.Options.ReuseMaxAge > TimeSpan.Zero) switch
        {
            (true, _) => StartMode.New,
            (_, true) => StartMode.Reuse(call.Options.ReuseMaxAge) with { AcceptPartial = call.Options.ReusePartial },
            _ => StartMode.Join,
        },
    };

    private static Task AnswerAsync(Call call, StartWish wish, ScanTicket ticket, DurationEstimate? expected, Links links)
    {
        string[]? strategies = wish.Strategies.IsEmpty ? null : [.. wish.Strategies.Distinct().Order().Select(static s => s.Value)];
        var filters = FilterText.Body(wish.Filter, ticket.Snapshot.Parameters, call.Options.Parameters, strategies);
        var view = new StatusView(ticket.Snapshot, [], links, filters, call.Time.GetUtcNow());
        call.Http.Response.Headers.Location = links.Poll(ticket.Id);
        Answer.RetryAfter(call.Http, call.Options.PollingInterval);
        var body = new StartedBody(ticket, view, call.Options.PollingInterval, wish.Ignored, expected);
        return Answer.WriteAsync(call.Http, StatusCodes.Status202Accepted, Answer.Json, body, WireJson.Default.StartedBody);
    }

    /// <summary>The key's scan is another one, or is gone.</summary>
    private static async Task ConflictAsync(Call call, ScanRejectedException refusal, ScanKey key, Links links)
    {
        var found = await call.Scans.FindAsync(ScanQuery.ById(key), call.Aborted).ConfigureAwait(false);
        if (found.Status == LookupStatus.Expired) await call.MissedAsync(found, links).ConfigureAwait(false);
        else await Answer.ProblemAsync(call.Http, StartProblems.Of(refusal, call.Options)).ConfigureAwait(false);
    }
}
