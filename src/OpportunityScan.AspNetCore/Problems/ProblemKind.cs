using Microsoft.AspNetCore.Http;

namespace OpportunityScan.AspNetCore.Problems;

/// <summary>A kind of problem: what is the same whenever it occurs.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Code">Its name for programs.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Detail">What is wrong, unless there is more to say.</param>
internal sealed record ProblemKind(int Status, string Code, string Title, string Detail)
{
    internal static ProblemKind InvalidRequest { get; } = new(
        StatusCodes.Status400BadRequest, OpportunityScanProblems.InvalidRequest, "Invalid request", "The request breaks a rule.");

    internal static ProblemKind Unauthorized { get; } = new(
        StatusCodes.Status401Unauthorized, OpportunityScanProblems.Unauthorized, "Unauthorized", "Sign in first.");

    internal static ProblemKind Forbidden { get; } = new(
        StatusCodes.Status403Forbidden, OpportunityScanProblems.Forbidden, "Forbidden", "You are signed in, but may not do this.");

    internal static ProblemKind NotFound { get; } = new(
        StatusCodes.Status404NotFound, OpportunityScanProblems.NotFound, "Not found", "You have no such scan.");

    internal static ProblemKind MethodNotAllowed { get; } = new(
        StatusCodes.Status405MethodNotAllowed, OpportunityScanProblems.MethodNotAllowed, "Method not allowed", "The method is not for this address.");

    internal static ProblemKind IdempotencyConflict { get; } = new(
        StatusCodes.Status409Conflict, OpportunityScanProblems.IdempotencyConflict, "Conflict",
        "A start with this idempotency key is being answered; repeat it after that.");

    internal static ProblemKind IdempotencyMismatch { get; } = new(
        StatusCodes.Status422UnprocessableEntity, OpportunityScanProblems.IdempotencyMismatch, "Idempotency key was used",
        "The idempotency key was used for a start with another body; use another key.");

    internal static ProblemKind Timeout { get; } = new(
        StatusCodes.Status408RequestTimeout, OpportunityScanProblems.RequestTimeout, "Request timeout", "The request body did not come in time.");

    internal static ProblemKind Expired { get; } = new(
        StatusCodes.Status410Gone, OpportunityScanProblems.Expired, "Expired", "The scan's retention has ended.");

    internal static ProblemKind TooLarge { get; } = new(
        StatusCodes.Status413PayloadTooLarge, OpportunityScanProblems.TooLarge, "Too large", "The request body is too large.");

    internal static ProblemKind UnsupportedMediaType { get; } = new(
        StatusCodes.Status415UnsupportedMediaType, OpportunityScanProblems.UnsupportedMediaType, "Unsupported media type",
        "The body must be application/json in UTF-8, and not compressed.");

    internal static ProblemKind Rejected { get; } = new(
        StatusCodes.Status422UnprocessableEntity, OpportunityScanProblems.Rejected, "Rejected", "The request is well-formed, but cannot be done; errors says why.");

    internal static ProblemKind OwnerLimit { get; } = new(
        StatusCodes.Status429TooManyRequests, OpportunityScanProblems.OwnerLimit, "Too many scans", "You have as many unfinished scans as are allowed.");

    internal static ProblemKind QueueFull { get; } = new(
        StatusCodes.Status429TooManyRequests, OpportunityScanProblems.QueueFull, "Queue full", "Too many scans are waiting; try again later.");

    internal static ProblemKind RateLimited { get; } = new(
        StatusCodes.Status429TooManyRequests, OpportunityScanProblems.RateLimited, "Too many requests", "Ask less often.");

    internal static ProblemKind StoreUnavailable { get; } = new(
        StatusCodes.Status503ServiceUnavailable, OpportunityScanProblems.StoreUnavailable, "Store unavailable", "The store cannot be reached, so nobody knows; try again.");

    internal static ProblemKind Internal { get; } = new(
        StatusCodes.Status500InternalServerError, OpportunityScanProblems.Internal, "Internal error", "Something went wrong here.");

    internal static IReadOnlyList<ProblemKind> All { get; } =
    [
        InvalidRequest, Unauthorized, Forbidden, NotFound, MethodNotAllowed, Timeout, IdempotencyConflict, Expired, TooLarge, UnsupportedMediaType, Rejected,
        IdempotencyMismatch,
        OwnerLimit, QueueFull, RateLimited, Internal, StoreUnavailable,
    ];

    /// <summary>The kind that a bare status code stands for; <c>null</c> when it stands for none.</summary>
    internal static ProblemKind? OfStatus(int status) =>
        status == StatusCodes.Status429TooManyRequests ? RateLimited : All.FirstOrDefault(k => k.Status == status);
}
