using System.ComponentModel;
using System.Text.Json.Serialization;

namespace OpportunityScan.AspNetCore.Wire;

/// <summary>A page of the owner's scans.</summary>
[Description("A page of the owner's scans, newest first.")]
internal sealed class ListBody(SummaryBody[] scans, string? nextCursor)
{
    [JsonPropertyName("success"), Description("Always true; problems say false.")]
    public bool Success => true;

    [JsonPropertyName("scans"), Description("The scans, newest first.")]
    public SummaryBody[] Scans => scans;

    [JsonPropertyName("next_cursor"), Description("What to ask the next page with; null when there is none.")]
    public string? NextCursor => nextCursor;
}

/// <summary>A scan in a list.</summary>
[Description("A scan in a list.")]
internal sealed class SummaryBody(ScanSummary scan, FiltersBody filters, Links links)
{
    [JsonPropertyName("scan_id"), Description("The scan.")]
    public string ScanId => scan.Key.Id.Value;

    [JsonPropertyName("status"), OneOf("scanning", "complete", "failed", "timed_out", "cancelled"), Description("scanning, complete, failed, timed_out or cancelled.")]
    public string Status => Names.Of(scan.Status);

    [JsonPropertyName("version"), Description("Rises with every change.")]
    public long Version => scan.Version;

    [JsonPropertyName("created_at"), Description("When it was stored.")]
    public DateTime CreatedAt => scan.CreatedAt.UtcDateTime;

    [JsonPropertyName("started_at"), Description("When it first ran; null while queued.")]
    public DateTime? StartedAt => scan.StartedAt?.UtcDateTime;

    [JsonPropertyName("ended_at"), Description("When it ended; null until then.")]
    public DateTime? EndedAt => scan.EndedAt?.UtcDateTime;

    [JsonPropertyName("duration_seconds"), Description("How long it ran; null until it has ended, and when it never ran.")]
    public double? Duration => scan.EndedAt is { } ended && scan.StartedAt is { } started ? Seconds.Of(ended - started) : null;

    [JsonPropertyName("progress"), Description("How far it is.")]
    public ProgressBody Progress => new(scan.Progress);

    [JsonPropertyName("strategies"), Description("Its strategies.")]
    public PlannedBody[] Strategies => [.. scan.Plan.Strategies.Select(static s => new PlannedBody(s))];

    [JsonPropertyName("filters"), Description("What was applied to the scan, and what its start wanted to be shown of it.")]
    public FiltersBody Filters => filters;

    [JsonPropertyName("poll_url"), Description("Where its status is.")]
    public string PollUrl => links.Poll(scan.Key.Id);

    [JsonPropertyName("results_url"), Description("Where its results are.")]
    public string ResultsUrl => links.Results(scan.Key.Id);
}

/// <summary>One strategy of a scan in a list.</summary>
[Description("One strategy of a scan in a list.")]
internal readonly struct PlannedBody(PlannedStrategy planned)
{
    [JsonPropertyName("strategy_id"), Description("The strategy.")]
    public string StrategyId => planned.Id.Value;

    [JsonPropertyName("name"), Description("Its name for people.")]
    public string Name => planned.Name;
}
