using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.Problems;

/// <summary>A problem as it occurred.</summary>
/// <param name="Kind">Its kind.</param>
internal sealed record Problem(ProblemKind Kind)
{
    /// <summary>What is wrong here, for people; <c>null</c> for what the kind says.</summary>
    internal string? Detail { get; init; }

    /// <summary>The fields to blame.</summary>
    internal IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>When to try again; <c>null</c> when trying again has no point, or nobody knows.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>The scan as it was last read here.</summary>
    internal StatusView? LastKnown { get; init; }

    internal ProblemBody Body => new()
    {
        Type = "urn:opportunity-scan:problem:" + Kind.Code,
        Title = Kind.Title,
        Status = Kind.Status,
        Detail = Detail ?? Kind.Detail,
        Code = Kind.Code,
        Errors = Errors,
        LastKnown = LastKnown is null ? null : new StatusBody(LastKnown),
    };
}
