using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using OpportunityScan.AspNetCore.Answers;
using OpportunityScan.AspNetCore.Problems;
using OpportunityScan.AspNetCore.Requests;

namespace OpportunityScan.AspNetCore.Calls;

/// <summary>What every request goes through: whose it is, and what becomes of an exception.</summary>
internal static class Guard
{
    internal static RequestDelegate Around(ScanApi api, string pattern, Func<Call, Task> handle) => http => RunAsync(http, api, pattern, handle);

    private static async Task RunAsync(HttpContext http, ScanApi api, string pattern, Func<Call, Task> handle)
    {
        try
        {
            if (api.Options.Owner(http) is { IsEmpty: false } owner) await handle(new Call(http, owner, api)).ConfigureAwait(false);
            else await NobodyAsync(http, api).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
#pragma warning disable CA1031 // The edge: whatever it is, the client gets a problem that says nothing of the inside, and the log gets the rest.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var problem = Of(e, api.Options);
            if (problem.Kind == ProblemKind.Internal) api.Logger.EndpointFailed(e, pattern);
            if (http.Response.HasStarted) http.Abort(); // what was sent is not all there was to send, and the client must see that
            else await AnswerAsync(http, problem).ConfigureAwait(false);
        }
    }

    private static Task AnswerAsync(HttpContext http, Problem problem)
    {
        // What the host's own middleware has set stays; what belongs to the answer that will not be given goes.
        var headers = http.Response.Headers;
        headers.Remove(HeaderNames.ETag);
        headers.Remove(HeaderNames.Link);
        headers.Remove(HeaderNames.Location);
        headers.Remove(HeaderNames.RetryAfter);
        return Answer.ProblemAsync(http, problem);
    }

    private static Task NobodyAsync(HttpContext http, ScanApi api)
    {
        if (http.User.Identity is not { IsAuthenticated: true }) return Answer.ProblemAsync(http, new Problem(ProblemKind.Unauthorized));
        var lacking = api.Options.Owner == PrincipalOwner.Of ? PrincipalOwner.Lacking : "The host's Owner option names no owner for you.";
        api.Logger.OwnerMissing(lacking);
        return Answer.ProblemAsync(http, new Problem(ProblemKind.Forbidden) { Detail = $"You are signed in, but own no scans here. {lacking}" });
    }

    private static Problem Of(Exception e, OpportunityScanHttpOptions options) => e switch
    {
        InvalidRequestException invalid => new Problem(ProblemKind.InvalidRequest) { Errors = invalid.Errors },
        BadHttpRequestException bad => new Problem(ProblemKind.OfStatus(bad.StatusCode) ?? ProblemKind.InvalidRequest), // Kestrel's own as well
        ScanRejectedException refusal => StartProblems.Of(refusal, options),
        ScanNotFoundException miss => new Problem(miss.Status == LookupStatus.Expired ? ProblemKind.Expired : ProblemKind.NotFound),
        ScanStoreUnavailableException => new Problem(ProblemKind.StoreUnavailable) { RetryAfter = options.PollingInterval },
        _ => new Problem(ProblemKind.Internal),
    };
}
