using System.Globalization;
using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.Problems;

/// <summary>A problem as it occurred.</summary>
/// <param name="Kind">Its kind.</param>
internal sealed record Problem(ProblemKind Kind)
{
    /// <summary>How many errors the detail names.</summary>
    private const int MostTold = 3;

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
        Detail = Detail ?? (Errors.Count == 0 ? Kind.Detail : Told(Errors)),
        Code = Kind.Code,
        Errors = Errors,
        LastKnown = LastKnown is null ? null : new StatusBody(LastKnown),
    };

    /// <summary>The fields with their rules, for whoever reads nothing but this.</summary>
    private static string Told(IReadOnlyList<FieldError> errors)
    {
        var first = string.Join(' ', errors.Take(MostTold).Select(static e => $"{e.Field}: {e.Message}"));
        return errors.Count <= MostTold ? first : string.Create(CultureInfo.InvariantCulture, $"{first} And {errors.Count - MostTold} more; see errors.");
    }
}
