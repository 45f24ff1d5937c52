using System.Net;

namespace OpportunityScan.Client;

/// <summary>The server refuses, or cannot do, what it was asked (RFC 9457). Decide by <see cref="Code"/>.</summary>
public sealed class ScanProblemException : Exception
{
    internal ScanProblemException(HttpStatusCode status, ProblemInfo? problem, TimeSpan? retryAfter)
        : base(problem?.Detail ?? $"The server answered {(int)status}, and nothing that says why.") =>
        (Status, Code, Errors, RetryAfter) = (status, problem?.Code ?? "", problem?.Errors ?? [], retryAfter);

    /// <summary>The status code.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>The kind of problem, e.g. <c>not_found</c> or <c>rejected</c>; empty where something else than the endpoints has answered.</summary>
    public string Code { get; }

    /// <summary>What is wrong with the request: every field with its rule; empty when no field is to blame.</summary>
    public IReadOnlyList<FieldProblem> Errors { get; }

    /// <summary>When to try again; <c>null</c> when the server does not say.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Whether the same may succeed later.</summary>
    public bool MayPass => Status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)Status >= 500;
}

/// <summary>One field of a request that breaks a rule.</summary>
/// <param name="Field">The field, query name or header.</param>
/// <param name="Message">The offending value and the rule.</param>
public sealed record FieldProblem(string Field, string Message);

/// <summary>Problem details as they come.</summary>
internal sealed record ProblemInfo
{
    public string? Detail { get; init; }

    public string? Code { get; init; }

    public IReadOnlyList<FieldProblem>? Errors { get; init; }
}
