using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpportunityScan.AspNetCore.Answers;
using OpportunityScan.AspNetCore.Calls;
using OpportunityScan.AspNetCore.Problems;

namespace OpportunityScan.AspNetCore.Endpoints;

/// <summary>
/// Any other method on <c>/{scan_id}</c>: not allowed where there is something, and not found where there is nothing, which is most of what comes here: a
/// single segment is all that <c>DELETE /{scan_id}</c> asks for.
/// </summary>
internal static class Elsewhere
{
    internal static async Task HandleAsync(Call call)
    {
        if (Allowed(call.Http.GetRouteValue(Patterns.ScanId) as string) is { } allowed)
        {
            await RefuseAsync(call, allowed).ConfigureAwait(false);
            return;
        }

        if (!call.TryKey(out var key))
        {
            await call.NotFoundAsync().ConfigureAwait(false);
            return;
        }

        var found = await call.Scans.FindAsync(ScanQuery.ById(key), call.Aborted).ConfigureAwait(false);
        if (found.IsFound) await RefuseAsync(call, HttpMethods.Delete).ConfigureAwait(false);
        else await call.MissedAsync(found, default).ConfigureAwait(false);
    }

    /// <summary>What is allowed on a path that is not a scan's.</summary>
    private static string? Allowed(string? segment) => segment?.ToLowerInvariant() switch
    {
        "discover" => HttpMethods.Post,
        Patterns.LatestId => $"{HttpMethods.Get}, {HttpMethods.Head}",
        _ => null,
    };

    private static Task RefuseAsync(Call call, string allowed)
    {
        call.Http.Response.Headers.Allow = allowed;
        return Answer.ProblemAsync(call.Http, new Problem(ProblemKind.MethodNotAllowed));
    }
}
