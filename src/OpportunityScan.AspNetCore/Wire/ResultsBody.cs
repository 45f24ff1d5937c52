using System.ComponentModel;
using System.Text.Json.Serialization;

namespace OpportunityScan.AspNetCore.Wire;

/// <summary>What stands in an answer with results around the opportunities, which are streamed.</summary>
[Description("A page of results.")]
internal sealed class ResultsBody(StatusView view, string sort)
{
    [JsonPropertyName("success"), Description("Always true; problems say false.")]
    public bool Success => true;

    [JsonPropertyName("scan_id"), Description("The scan.")]
    public string ScanId => view.Scan.Id.Value;

    [JsonPropertyName("status"), Description("scanning, complete, failed, timed_out or cancelled.")]
    public string Status => Names.Of(view.Scan.Status);

    [JsonPropertyName("partial"), Description("Whether the scan has not ended, so that more may come and the order may change.")]
    public bool Partial => !view.Scan.IsTerminal;

    [JsonPropertyName("complete_results"), Description("Whether the scan has ended and every strategy succeeded or had nothing to say, so that nothing is missing.")]
    public bool Complete => view.Scan.IsTerminal && view.Progress.IsWhole;

    [JsonPropertyName("version"), Description("The scan's version.")]
    public long Version => view.Scan.Version;

    [JsonPropertyName("total_opportunities"), Description("How many opportunities the scan has found, whatever the filters.")]
    public int Total => view.Progress.Found;

    [JsonPropertyName("progress"), Description("How far the scan is.")]
    public ProgressBody Progress => new(view.Progress);

    [JsonPropertyName("zero_reason"), Description("Why it found nothing: no_strategy_ran, all_failed, found_none, all_rejected or none_applicable; null when it found something or has not ended.")]
    public string? ZeroReason => view.Scan.ZeroReason is { } reason ? Names.Of(reason) : null;

    [JsonPropertyName("filters"), Description("What is applied.")]
    public FiltersBody Filters => view.Filters;

    [JsonPropertyName("sort"), Description("score, profit, confidence, capital or discovered.")]
    public string Sort => sort;

    [JsonPropertyName("opportunities"), Description("The opportunities, in the order of sort.")]
    public OpportunityBody[] Opportunities => view.PartialResults();

    [JsonPropertyName("next_cursor"), Description("What to ask the next page with; null when there is none.")]
    public string? NextCursor => null;
}
