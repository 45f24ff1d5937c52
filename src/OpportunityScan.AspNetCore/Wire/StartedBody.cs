using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;

namespace OpportunityScan.AspNetCore.Wire;

/// <summary>The answer to a start.</summary>
[Description("A scan that was started, joined or reused.")]
internal sealed class StartedBody(ScanTicket ticket, StatusView view, TimeSpan polling, ImmutableArray<string> ignored, DurationEstimate? expected)
{
    [JsonPropertyName("success"), Description("Always true; problems say false.")]
    public bool Success => true;

    [JsonPropertyName("scan_id"), Description("The scan. From now on every read of it finds it, until its retention ends.")]
    public string ScanId => ticket.Id.Value;

    [JsonPropertyName("status"), OneOf("initiated", "scanning", "complete", "failed", "timed_out", "cancelled"), Description("initiated for a new scan, scanning for one that was joined, complete (or as it ended) for one that was reused.")]
    public string Status =>
        ticket.Disposition is StartDisposition.Created or StartDisposition.Replaced && !ticket.Snapshot.IsTerminal ? "initiated" : Names.Of(ticket.Snapshot.Status);

    [JsonPropertyName("message"), Description("What happened, for people.")]
    public string Message => ticket.Disposition switch
    {
        StartDisposition.Joined => "A scan of the same request is under way.",
        StartDisposition.Reused => "A scan of the same request has ended lately.",
        _ => "The scan was started.",
    };

    [JsonPropertyName("poll_url"), Description("Where its status is.")]
    public string PollUrl => view.Links.Poll(ticket.Id);

    [JsonPropertyName("results_url"), Description("Where its results are.")]
    public string ResultsUrl => view.Links.Results(ticket.Id);

    [JsonPropertyName("events_url"), Description("Where its changes are streamed.")]
    public string EventsUrl => view.Links.Events(ticket.Id);

    [JsonPropertyName("polling_interval_seconds"), Description("How often to poll.")]
    public double PollingInterval => polling.TotalSeconds;

    [JsonPropertyName("estimated_completion_seconds"), Description("How long it will probably take; null while that is not known.")]
    public double? Remaining => Seconds.Of(Expected?.P50);

    [JsonPropertyName("estimate"), Description("How long it will probably take, as an interval; null while that is not known.")]
    public EstimateBody? Estimate => Expected is { } known ? new EstimateBody(known, view.Scan.Estimate) : null;

    [JsonPropertyName("progress"), Description("How far it is.")]
    public ProgressBody Progress => new(view.Progress);

    [JsonPropertyName("filters"), Description("What is applied.")]
    public FiltersBody Filters => view.Filters;

    [JsonPropertyName("ignored_fields"), Description("Fields of the request that were accepted, and that nobody uses.")]
    public ImmutableArray<string> IgnoredFields => ignored;

    /// <summary>Of a scan that runs what is known of that run, and else what is known of such scans.</summary>
    private DurationEstimate? Expected => view.Scan.RemainingAt(view.Now) ?? expected;
}
