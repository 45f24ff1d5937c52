using System.ComponentModel;
using System.Text.Json.Serialization;

namespace OpportunityScan.AspNetCore.Wire;

/// <summary>A scan as clients see it.</summary>
[Description("A scan at one version.")]
internal readonly struct StatusBody(StatusView view)
{
    [JsonPropertyName("success"), Description("Always true; problems say false.")]
    public bool Success => true;

    [JsonPropertyName("status"), OneOf("scanning", "complete", "failed", "timed_out", "cancelled"), Description("scanning, complete, failed, timed_out or cancelled.")]
    public string Status => Names.Of(view.Scan.Status);

    [JsonPropertyName("phase"), OneOf("queued", "running", "cancelling", "ended"), Description("More exact than status: queued, running, cancelling or ended.")]
    public string Phase => Names.Phase(view.Scan.State);

    [JsonPropertyName("scan_id"), Description("The scan.")]
    public string ScanId => view.Scan.Id.Value;

    [JsonPropertyName("message"), Description("Where it stands, for people.")]
    public string Message => Messages.Of(view.Scan, view.Progress);

    [JsonPropertyName("version"), Description("Rises with every change.")]
    public long Version => view.Scan.Version;

    [JsonPropertyName("total_opportunities"), Description("How many opportunities it has found, whatever the filters.")]
    public int Total => view.Progress.Found;

    [JsonPropertyName("progress"), Description("How far it is.")]
    public ProgressBody Progress => new(view.Progress);

    [JsonPropertyName("strategies"), Description("Its strategies.")]
    public StrategyBody[] Strategies => StrategyBody.Of(view.Scan);

    [JsonPropertyName("partial_results"), Description("The best opportunities so far that pass the filters, best first; at most 10.")]
    public OpportunityBody[] PartialResults => view.PartialResults();

    [JsonPropertyName("estimated_time_remaining_seconds"), Description("How long it will probably still take; 0 once it has ended, null while that is not known.")]
    public double? Remaining => Seconds.Of(view.Scan.RemainingAt(view.Now)?.P50);

    [JsonPropertyName("estimate"), Description("How long it will probably still take, as an interval; null while that is not known, and once it has ended.")]
    public EstimateBody? Estimate => view.Scan.IsTerminal || view.Scan.RemainingAt(view.Now) is not { } remaining ? null : new EstimateBody(remaining, view.Scan.Estimate);

    [JsonPropertyName("poll_url"), Description("Where its status is.")]
    public string PollUrl => view.Links.Poll(view.Scan.Id);

    [JsonPropertyName("results_url"), Description("Where its results are.")]
    public string ResultsUrl => view.Links.Results(view.Scan.Id);

    [JsonPropertyName("events_url"), Description("Where its changes are streamed.")]
    public string EventsUrl => view.Links.Events(view.Scan.Id);

    [JsonPropertyName("created_at"), Description("When it was stored.")]
    public DateTime CreatedAt => view.Scan.CreatedAt.UtcDateTime;

    [JsonPropertyName("started_at"), Description("When it first ran; null while queued.")]
    public DateTime? StartedAt => view.Scan.StartedAt?.UtcDateTime;

    [JsonPropertyName("deadline_at"), Description("When it must have ended; null while queued.")]
    public DateTime? DeadlineAt => view.Scan.DeadlineAt?.UtcDateTime;

    [JsonPropertyName("ended_at"), Description("When it ended; null until then.")]
    public DateTime? EndedAt => view.Scan.EndedAt?.UtcDateTime;

    [JsonPropertyName("expires_at"), Description("Until when it is kept; null until it has ended.")]
    public DateTime? ExpiresAt => view.Scan.ExpiresAt?.UtcDateTime;

    [JsonPropertyName("end_cause"), OneOf("all_settled", "deadline_passed", "cancel_requested", "attempts_exhausted", "queue_timed_out", "worker_stopped", "not_runnable"), Description("all_settled, deadline_passed, cancel_requested, attempts_exhausted, queue_timed_out, worker_stopped or not_runnable; null until it has ended.")]
    public string? EndCause => view.Scan.EndCause is { } cause ? Names.Of(cause) : null;

    [JsonPropertyName("zero_reason"), OneOf("no_strategy_ran", "all_failed", "found_none", "all_rejected", "none_applicable"), Description("Why it found nothing: no_strategy_ran, all_failed, found_none, all_rejected or none_applicable; null when it found something or has not ended.")]
    public string? ZeroReason => view.Scan.ZeroReason is { } reason ? Names.Of(reason) : null;

    [JsonPropertyName("filters"), Description("What is applied.")]
    public FiltersBody Filters => view.Filters;
}
