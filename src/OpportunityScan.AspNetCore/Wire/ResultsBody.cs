using System.ComponentModel;
using System.Text.Json.Serialization;

namespace OpportunityScan.AspNetCore.Wire;

/// <summary>What stands in an answer with results around the opportunities, which are streamed.</summary>
[Description("A page of results.")]
internal sealed class ResultsBody(StatusView view, string sort, int? matching, int? expired)
{
    [JsonPropertyName("success"), Description("Always true; problems say false.")]
    public bool Success => true;

    [JsonPropertyName("scan_id"), Description("The scan.")]
    public string ScanId => view.Scan.Id.Value;

    [JsonPropertyName("status"), OneOf("scanning", "complete", "failed", "timed_out", "cancelled"), Description("scanning, complete, failed, timed_out or cancelled.")]
    public string Status => Names.Of(view.Scan.Status);

    [JsonPropertyName("partial"), Description("Whether the scan has not ended, so that more may come and the order may change.")]
    public bool Partial => !view.Scan.IsTerminal;

    [JsonPropertyName("complete_results"), Description("Whether the scan has ended and every strategy succeeded or had nothing to say, so that nothing is missing.")]
    public bool Complete => view.Scan.IsTerminal && view.Progress.IsWhole;

    [JsonPropertyName("version"), Description("The scan's version.")]
    public long Version => view.Scan.Version;

    [JsonPropertyName("total_opportunities"), Description("How many opportunities the scan has found, whatever the filters.")]
    public int Total => view.Progress.Found;

    [JsonPropertyName("total_matching"), Description("How many opportunities pass the filters, on whichever page.")]
    public int? Matching => matching;

    [JsonPropertyName("expired"), Description("How many more would pass, but have expired by valid_at; 0 where none is left out.")]
    public int? Expired => expired;

    [JsonPropertyName("user_id"), Description("Whose scan it is.")]
    public string UserId => view.Scan.Owner.Value;

    [JsonPropertyName("execution_time_ms"), Description("How long the scan has run, in milliseconds; 0 while it waits.")]
    public double ExecutionTime => Math.Round(Elapsed.TotalMilliseconds, 3);

    [JsonPropertyName("last_updated"), Description("Up to when the results are: the end of the scan, or now while it runs.")]
    public DateTime LastUpdated => (view.Scan.EndedAt ?? view.Now).UtcDateTime;

    [JsonPropertyName("metadata"), Description("How the scan went, in short.")]
    public ResultsMetadataBody Metadata => new(view, Elapsed);

    [JsonPropertyName("progress"), Description("How far the scan is.")]
    public ProgressBody Progress => new(view.Progress);

    [JsonPropertyName("zero_reason"), OneOf("no_strategy_ran", "all_failed", "found_none", "all_rejected", "none_applicable"), Description("Why it found nothing: no_strategy_ran, all_failed, found_none, all_rejected or none_applicable; null when it found something or has not ended.")]
    public string? ZeroReason => view.Scan.ZeroReason is { } reason ? Names.Of(reason) : null;

    [JsonPropertyName("filters"), Description("What is applied.")]
    public FiltersBody Filters => view.Filters;

    [JsonPropertyName("sort"), OneOf("score", "profit", "confidence", "capital", "discovered"), Description("score, profit, confidence, capital or discovered.")]
    public string Sort => sort;

    [JsonPropertyName("opportunities"), Description("The opportunities, in the order of sort.")]
    public OpportunityBody[] Opportunities => view.PartialResults();

    [JsonPropertyName("next_cursor"), Description("What to ask the next page with; null when there is none.")]
    public string? NextCursor => null;

    private TimeSpan Elapsed
    {
        get
        {
            if (view.Scan.StartedAt is not { } started) return TimeSpan.Zero;
            var elapsed = (view.Scan.EndedAt ?? view.Now) - started;
            return elapsed > TimeSpan.Zero ? elapsed : TimeSpan.Zero; // the store's clock may be ahead of ours
        }
    }
}

/// <summary>How a scan went, in short.</summary>
[Description("How a scan went, in short.")]
internal sealed class ResultsMetadataBody(StatusView view, TimeSpan elapsed)
{
    [JsonPropertyName("strategies_completed"), Description("How many strategies came to an end of their own.")]
    public int Completed => view.Progress.Done;

    [JsonPropertyName("total_strategies"), Description("How many strategies the scan has.")]
    public int Total => view.Progress.Total;

    [JsonPropertyName("scan_duration_seconds"), Description("How long the scan has run.")]
    public double Duration => Math.Round(elapsed.TotalSeconds, 3);

    [JsonPropertyName("message"), Description("Where it stands, for people.")]
    public string Message => Messages.Of(view.Scan, view.Progress);
}
