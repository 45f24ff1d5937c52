using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.RateLimiting;
using OpportunityScan.AspNetCore.Answers;
using OpportunityScan.AspNetCore.Problems;

namespace OpportunityScan;

/// <summary>The codes of problem details, and ways to have the answers of the host's own middleware in the same shape.</summary>
public static class OpportunityScanProblems
{
    /// <summary>400: malformed JSON, an unknown field or query name, a value of the wrong type or out of range. <c>errors</c> names each.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>401: nobody is signed in.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>403: somebody is signed in, but owns no scans here.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>404: the owner has no such scan. The scan of another owner is answered in the same words.</summary>
    public const string NotFound = "not_found";

    /// <summary>405: the method is not for this address.</summary>
    public const string MethodNotAllowed = "method_not_allowed";

    /// <summary>408: the request body did not come within <see cref="OpportunityScanHttpOptions.BodyTimeout"/>.</summary>
    public const string RequestTimeout = "request_timeout";

    /// <summary>409: a start with the same idempotency key is being answered.</summary>
    public const string IdempotencyConflict = "idempotency_conflict";

    /// <summary>422: the idempotency key was used for a start with another body.</summary>
    public const string IdempotencyMismatch = "idempotency_mismatch";

    /// <summary>410: there was such a scan; its retention has ended.</summary>
    public const string Expired = "expired";

    /// <summary>413: the body exceeds <see cref="OpportunityScanHttpOptions.MaxBodyBytes"/>.</summary>
    public const string TooLarge = "too_large";

    /// <summary>415: the body is not JSON in UTF-8, or it is compressed.</summary>
    public const string UnsupportedMediaType = "unsupported_media_type";

    /// <summary>422: well-formed, but a strategy, a parameter or a value is refused by the library's rules.</summary>
    public const string Rejected = "rejected";

    /// <summary>429: the owner has <see cref="ScanLimits.MaxActiveScansPerOwner"/> unfinished scans.</summary>
    public const string OwnerLimit = "owner_limit";

    /// <summary>429: the store has no room for another waiting scan.</summary>
    public const string QueueFull = "queue_full";

    /// <summary>429: the host's rate limiter refused.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>500: something unexpected, which is in the log and nowhere else.</summary>
    public const string Internal = "internal";

    /// <summary>503: the store cannot be reached, so nobody knows.</summary>
    public const string StoreUnavailable = "store_unavailable";

    /// <summary>For <see cref="RateLimiterOptions.OnRejected"/>: answers with <see cref="RateLimited"/>, and <c>Retry-After</c> where the limiter knows it.</summary>
    /// <param name="context">What was refused.</param>
    /// <param name="cancellationToken">Ends the answer.</param>
    public static ValueTask RateLimitedAsync(OnRejectedContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        TimeSpan? retry = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : null;
        return new ValueTask(Answer.ProblemAsync(context.HttpContext, new Problem(ProblemKind.RateLimited) { RetryAfter = retry }));
    }

    /// <summary>
    /// For <c>UseStatusCodePages</c>: gives an answer that another middleware left empty (401 and 403 of authentication, 404, 405, 429 …) its problem
    /// details. Headers such as <c>WWW-Authenticate</c> stay. An answer with a body, and a status that is no problem, stay as they are.
    /// </summary>
    /// <param name="context">The answer so far.</param>
    public static Task StatusCodeAsync(StatusCodeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ProblemKind.OfStatus(context.HttpContext.Response.StatusCode) is { } kind
            ? Answer.ProblemAsync(context.HttpContext, new Problem(kind))
            : Task.CompletedTask;
    }
}
