using Microsoft.AspNetCore.Http;
using OpportunityScan.AspNetCore.Answers;
using OpportunityScan.AspNetCore.Calls;
using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.Endpoints;

/// <summary><c>DELETE /{scan_id}</c>: asks a scan to stop; its status shows when it has.</summary>
internal static class Cancel
{
    internal static async Task HandleAsync(Call call)
    {
        call.Query(filters: false).Check();
        var links = Links.Of(call.Http.Request, 1, "");
        if (!call.TryKey(out var key))
        {
            await call.NotFoundAsync().ConfigureAwait(false);
            return;
        }

        var (status, snapshot) = await call.Scans.CancelAsync(key, call.Aborted).ConfigureAwait(false);
        if (snapshot is not { } scan)
        {
            await MissedAsync(call, key, links).ConfigureAwait(false);
            return;
        }

        var ended = status == CancelStatus.AlreadyTerminal;
        if (!ended) Answer.RetryAfter(call.Http, call.Options.PollingInterval);
        await Answer.WriteAsync(
            call.Http,
            ended ? StatusCodes.Status200OK : StatusCodes.Status202Accepted,
            Answer.Json,
            new CancelBody(scan, Message(status), links),
            WireJson.Default.CancelBody).ConfigureAwait(false);
    }

    private static string Message(CancelStatus status) => status switch
    {
        CancelStatus.Requested => "The scan is being cancelled; its status shows when that is done.",
        CancelStatus.Canceled => "The scan is cancelled.",
        _ => "The scan had ended before; there is nothing to cancel.",
    };

    private static async Task MissedAsync(Call call, ScanKey key, Links links)
    {
        var found = await call.Scans.FindAsync(ScanQuery.ById(key), call.Aborted).ConfigureAwait(false);
        if (found.IsFound) await call.NotFoundAsync().ConfigureAwait(false); // appeared between two looks: it was not there to be cancelled
        else await call.MissedAsync(found, links).ConfigureAwait(false);
    }
}
