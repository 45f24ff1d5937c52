using Microsoft.AspNetCore.Http;
using OpportunityScan.AspNetCore.Problems;
using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.Describing;

/// <summary>What API descriptions (OpenAPI) say of each endpoint.</summary>
internal static class Descriptions
{
    private static readonly ProblemKind[] OfScan = [ProblemKind.NotFound, ProblemKind.Expired];
    private static readonly OperationHeader Tag = new(StatusCodes.Status200OK, "ETag", "The version.");
    private static readonly OperationHeader Applied = new(StatusCodes.Status200OK, "Preference-Applied", "How long a wait was granted.");

    internal static Description Discover { get; } = new(
        "Start a scan, or find the one that answers the request already",
        "Without force_refresh a scan of the same request that is under way is joined, and one that completed lately is reused. Location is where its status is.",
        new Operation(
            "startScan",
            new OperationHeader(StatusCodes.Status202Accepted, "Location", "Where the scan's status is."),
            RetryAfter(StatusCodes.Status202Accepted),
            RetryAfter(StatusCodes.Status409Conflict),
            RetryAfter(StatusCodes.Status429TooManyRequests)),
        [Shapes.Discover],
        [
            DescribedAnswers.Json<StartedBody>(StatusCodes.Status202Accepted, "The scan exists, and every read of it finds it."),
            .. DescribedAnswers.Problems(
                ProblemKind.IdempotencyConflict, ProblemKind.Expired, ProblemKind.TooLarge, ProblemKind.UnsupportedMediaType, ProblemKind.Rejected,
                ProblemKind.OwnerLimit, ProblemKind.QueueFull),
        ]);

    internal static Description Status { get; } = new(
        "Where a scan stands",
        "One read of its record. ETag is of the version; Retry-After says how often to ask while it is under way.",
        new Operation("getScan", Tag, Applied, RetryAfter(StatusCodes.Status200OK), RetryAfter(StatusCodes.Status503ServiceUnavailable)),
        [Shapes.Scan, Shapes.Filters, Shapes.Condition, Shapes.Wait],
        [
            DescribedAnswers.Json<StatusBody>(StatusCodes.Status200OK, "The scan."),
            DescribedAnswers.Empty(StatusCodes.Status304NotModified, "The version that If-None-Match names is still the newest."),
            .. DescribedAnswers.Problems(OfScan),
        ]);

    internal static Description Results { get; } = new(
        "The results of a scan, in pages",
        "Link leads to the next page where it is known before the body; next_cursor always does.",
        new Operation(
            "getResults",
            new OperationHeader(StatusCodes.Status200OK, "Link", "The next page, where it is known before the body."),
            RetryAfter(StatusCodes.Status202Accepted),
            RetryAfter(StatusCodes.Status503ServiceUnavailable)),
        [Shapes.Scan, Shapes.Filters, Shapes.Page, Shapes.Results],
        [
            DescribedAnswers.Json<ResultsBody>(StatusCodes.Status200OK, "The scan has ended, or partial results were asked for."),
            DescribedAnswers.Json<StatusBody>(StatusCodes.Status202Accepted, "The scan is under way; ask again after Retry-After."),
            .. DescribedAnswers.Problems(OfScan),
        ]);

    internal static Description Events { get; } = new(
        "A scan's changes, as they come",
        "Server-sent events: a snapshot (the status) first, then each change (the fields that changed, and of the strategies those that did), and a snapshot at the end, which always comes and is the last. id is the version.",
        new Operation("watchScan", RetryAfter(StatusCodes.Status503ServiceUnavailable)),
        [Shapes.Scan, Shapes.Filters, Shapes.Resume],
        [
            DescribedAnswers.Stream("The newest snapshot at once when it is newer than the last event seen, then each newer one."),
            DescribedAnswers.Empty(StatusCodes.Status204NoContent, "The scan has ended, and the client has seen that: no need to connect again."),
            .. DescribedAnswers.Problems(OfScan),
        ]);

    internal static Description Cancel { get; } = new(
        "Cancel a scan",
        "What was found is kept. The status shows when it has stopped.",
        new Operation("cancelScan", RetryAfter(StatusCodes.Status202Accepted), RetryAfter(StatusCodes.Status503ServiceUnavailable)),
        [Shapes.Scan],
        [
            DescribedAnswers.Json<CancelBody>(StatusCodes.Status202Accepted, "It will stop, or has."),
            DescribedAnswers.Json<CancelBody>(StatusCodes.Status200OK, "It had ended before."),
            .. DescribedAnswers.Problems(OfScan),
        ]);

    internal static Description Latest { get; } = new(
        "Where your newest scan stands",
        "As its status.",
        new Operation("getLatestScan", Tag, Applied, RetryAfter(StatusCodes.Status200OK), RetryAfter(StatusCodes.Status503ServiceUnavailable)),
        [Shapes.Filters, Shapes.Condition],
        [
            DescribedAnswers.Json<StatusBody>(StatusCodes.Status200OK, "The scan."),
            DescribedAnswers.Empty(StatusCodes.Status304NotModified, "What If-None-Match names is still the newest."),
            .. DescribedAnswers.Problems(ProblemKind.NotFound),
        ]);

    internal static Description List { get; } = new(
        "Your scans, newest first",
        "In pages; Link and next_cursor lead to the next one.",
        new Operation(
            "listScans",
            new OperationHeader(StatusCodes.Status200OK, "Link", "The next page."),
            RetryAfter(StatusCodes.Status503ServiceUnavailable)),
        [Shapes.Page],
        [DescribedAnswers.Json<ListBody>(StatusCodes.Status200OK, "A page."), .. DescribedAnswers.Problems()]);

    private static OperationHeader RetryAfter(int status) => new(status, "Retry-After", "How many seconds to wait before asking again.", IsNumber: true);
}
