using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace OpportunityScan.AspNetCore.Wire;

/// <summary>One strategy of a scan as clients see it.</summary>
[Description("One strategy of a scan: what it is and how far it came.")]
internal readonly struct StrategyBody(PlannedStrategy planned, StrategyOutcome outcome)
{
    [JsonPropertyName("strategy_id"), Description("The strategy.")]
    public string StrategyId => planned.Id.Value;

    [JsonPropertyName("name"), Description("Its name for people.")]
    public string Name => planned.Name;

    [JsonPropertyName("status"), OneOf("pending", "running", "succeeded", "failed", "timed_out", "cancelled", "skipped", "not_applicable"), Description("pending, running, succeeded, failed, timed_out, cancelled, skipped or not_applicable.")]
    public string Status => Names.Of(outcome.Status);

    [JsonPropertyName("attempt"), Description("The scan's attempt in which it last ran, from 1; 0 while it never ran.")]
    public int Attempt => outcome.Attempt;

    [JsonPropertyName("progress"), Range(0d, 1d), Description("How far it says it is, 0 to 1; null when it says nothing.")]
    public double? Progress => outcome.Progress is { } said ? Math.Round(said, 4) : null;

    [JsonPropertyName("found"), Description("How many distinct opportunities it found so far.")]
    public int Found => outcome.Found;

    [JsonPropertyName("rejected"), Description("How many of what it emitted was not accepted.")]
    public int Rejected => outcome.Rejected;

    [JsonPropertyName("merged"), Description("How many of what it emitted another one stands for; with those found and rejected, all that it emitted.")]
    public int Merged => outcome.Merged;

    [JsonPropertyName("rejections"), Description("Why, and how many of each; absent when there are none.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, int>? Rejections =>
        outcome.Rejections.IsDefaultOrEmpty ? null : outcome.Rejections.ToDictionary(static r => r.Reason, static r => r.Count, StringComparer.Ordinal);

    [JsonPropertyName("started_at"), Description("When it last started; null while it never ran.")]
    public DateTime? StartedAt => outcome.StartedAt?.UtcDateTime;

    [JsonPropertyName("elapsed_seconds"), Description("How long it ran; null until it has ended, and when it never ran.")]
    public double? Elapsed => outcome.Elapsed?.TotalSeconds;

    [JsonPropertyName("error_code"), Description("What went wrong, for programs; null when nothing did.")]
    public string? ErrorCode => outcome.ErrorCode;

    [JsonPropertyName("message"), Description("What went wrong, or why it does not apply, for people; null when nothing did.")]
    public string? Message => outcome.Message;

    internal static StrategyBody[] Of(ScanSnapshot scan)
    {
        var bodies = new StrategyBody[scan.Outcomes.Length];
        for (var i = 0; i < bodies.Length; i++) bodies[i] = new StrategyBody(scan.Plan.Strategies[i], scan.Outcomes[i]);
        return bodies;
    }
}
