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
internal sealed class SummaryBody(ScanSummary scan, Links links)
{
    [JsonPropertyName("scan_id"), Description("The scan.")]
    public string ScanId => scan.Key.Id.Value;

    [JsonPropertyName("status"), Description("scanning, complete, failed, timed_out or cancelled.")]
    public string Status => Names.Of(scan.Status);

    [JsonPropertyName("version"), Description("Rises with every change.")]
    public long Version => scan.Version;

    [JsonPropertyName("created_at"), Description("When it was stored.")]
    public DateTime CreatedAt => scan.CreatedAt.UtcDateTime;

    [JsonPropertyName("ended_at"), Description("When it ended; null until then.")]
    public DateTime? EndedAt => scan.EndedAt?.UtcDateTime;

    [JsonPropertyName("progress"), Description("How far it is.")]
    public SummaryProgressBody Progress => new(scan);

    [JsonPropertyName("poll_url"), Description("Where its status is.")]
    public string PollUrl => links.Poll(scan.Key.Id);

    [JsonPropertyName("results_url"), Description("Where its results are.")]
    public string ResultsUrl => links.Results(scan.Key.Id);
}

/// <summary>How far a scan in a list is.</summary>
[Description("How far a scan in a list is.")]
internal readonly struct SummaryProgressBody(ScanSummary scan)
{
    [JsonPropertyName("strategies_completed"), Description("How many strategies have ended, in whichever way.")]
    public int Settled => scan.Settled;

    [JsonPropertyName("total_strategies"), Description("How many strategies the scan has.")]
    public int Total => scan.Total;

    [JsonPropertyName("opportunities_found_so_far"), Description("How many distinct opportunities were found.")]
    public int Found => scan.Found;
}
