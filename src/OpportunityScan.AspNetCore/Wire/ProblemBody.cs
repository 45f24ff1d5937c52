using System.ComponentModel;
using System.Text.Json.Serialization;

namespace OpportunityScan.AspNetCore.Wire;

/// <summary>Problem details (RFC 9457) with what this API adds.</summary>
[Description("Problem details (RFC 9457). Programs decide by code.")]
internal sealed class ProblemBody
{
    [JsonPropertyName("type"), Description("A name of the kind of problem.")]
    public required string Type { get; init; }

    [JsonPropertyName("title"), Description("The kind of problem, for people.")]
    public required string Title { get; init; }

    [JsonPropertyName("status"), Description("The status code.")]
    public required int Status { get; init; }

    [JsonPropertyName("detail"), Description("What is wrong here, for people.")]
    public required string Detail { get; init; }

    [JsonPropertyName("code"), Description("The kind of problem, for programs.")]
    public required string Code { get; init; }

    [JsonPropertyName("success"), Description("Always false.")]
    public bool Success => false;

    [JsonPropertyName("errors"), Description("What is wrong with the request: every field with its rule; empty when no field is to blame.")]
    public required IReadOnlyList<FieldError> Errors { get; init; }

    [JsonPropertyName("last_known"), Description("With store_unavailable: the scan as it was last read here, possibly out of date. Absent when unknown.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StatusBody? LastKnown { get; init; }
}

/// <summary>One field of a request that breaks a rule.</summary>
/// <param name="Field">The field, query name or header.</param>
/// <param name="Message">The offending value and the rule.</param>
[Description("One field of a request that breaks a rule.")]
internal sealed record FieldError(
    [property: JsonPropertyName("field"), Description("The field, query name or header.")] string Field,
    [property: JsonPropertyName("message"), Description("The offending value and the rule.")] string Message);
