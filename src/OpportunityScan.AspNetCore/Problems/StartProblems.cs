using OpportunityScan.AspNetCore.Requests;
using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.Problems;

/// <summary>What a refused start is to a client.</summary>
internal static class StartProblems
{
    private const string LabelPrefix = nameof(ScanRequest.Labels) + ".";
    private const string ParameterPrefix = nameof(ScanRequest.Parameters) + ".";

    /// <summary>Another start with the same key has not been answered yet.</summary>
    internal static Problem UnderWay { get; } = new(ProblemKind.IdempotencyConflict)
    {
        Errors = [new FieldError(FieldNames.IdempotencyKey, "A start with this key is being answered; repeat it after that.")],
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    internal static Problem Of(ScanRejectedException refusal, OpportunityScanHttpOptions options) => refusal.Kind switch
    {
        RejectionKind.IdConflict => new Problem(ProblemKind.IdempotencyMismatch)
        {
            Errors = [new FieldError(FieldNames.IdempotencyKey, "The key was used for a start with another body; use another key.")],
        },
        RejectionKind.OwnerLimit => new Problem(ProblemKind.OwnerLimit) { Detail = refusal.Errors[0].Message, RetryAfter = options.PollingInterval },
        RejectionKind.QueueFull => new Problem(ProblemKind.QueueFull) { RetryAfter = options.PollingInterval },
        _ => new Problem(ProblemKind.Rejected) { Errors = [.. refusal.Errors.Select(e => new FieldError(FieldOf(e.Member, options), e.Message))] },
    };

    /// <summary>The field that a part of the library's request came from.</summary>
    private static string FieldOf(string member, OpportunityScanHttpOptions options)
    {
        if (member is nameof(ScanRequest.Strategies)) return FieldNames.Strategies;
        if (member.StartsWith(LabelPrefix, StringComparison.Ordinal)) return member[LabelPrefix.Length..]; // filters have their own names
        if (!member.StartsWith(ParameterPrefix, StringComparison.Ordinal)) return FieldNames.Body;
        var parameter = member[ParameterPrefix.Length..];
        return options.Parameters.FirstOrDefault(p => string.Equals(p.Value, parameter, StringComparison.Ordinal)).Key ?? parameter;
    }
}
