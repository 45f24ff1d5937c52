using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace OpportunityScan.AspNetCore.Wire;

/// <summary>How far a scan is, as clients see it.</summary>
[Description("How far a scan is. The first three never go back.")]
internal readonly struct ProgressBody(ScanProgress progress)
{
    [JsonPropertyName("strategies_completed"), Description("How many strategies came to an end of their own: those that were cancelled or never ran are not counted.")]
    public int Done => progress.Done;

    [JsonPropertyName("total_strategies"), Description("How many strategies the scan has.")]
    public int Total => progress.Total;

    [JsonPropertyName("opportunities_found_so_far"), Description("How many distinct opportunities were found.")]
    public int Found => progress.Found;

    [JsonPropertyName("percentage"), Range(0, 100), Description("0 to 100, as a whole number.")]
    public int Percentage => (int)progress.Percentage;

    [JsonPropertyName("succeeded"), Description("How many ran to their end.")]
    public int Succeeded => progress.Succeeded;

    [JsonPropertyName("failed"), Description("How many failed.")]
    public int Failed => progress.Failed;

    [JsonPropertyName("timed_out"), Description("How many exceeded their time.")]
    public int TimedOut => progress.TimedOut;

    [JsonPropertyName("cancelled"), Description("How many were cancelled.")]
    public int Cancelled => progress.Canceled;

    [JsonPropertyName("skipped"), Description("How many never ran.")]
    public int Skipped => progress.Skipped;

    [JsonPropertyName("not_applicable"), Description("How many had nothing to say about what was asked; that is no failure.")]
    public int NotApplicable => progress.NotApplicable;

    [JsonPropertyName("running"), Description("How many are running.")]
    public int Running => progress.Running;

    [JsonPropertyName("pending"), Description("How many are waiting.")]
    public int Pending => progress.Pending;

    [JsonPropertyName("rejected"), Description("How many emitted opportunities were not accepted.")]
    public int Rejected => progress.Rejected;

    [JsonPropertyName("merged"), Description("How many emitted opportunities another one stands for; with those found and rejected, all that was emitted.")]
    public int Merged => progress.Merged;
}
