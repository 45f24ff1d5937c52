using System.ComponentModel;
using System.Text.Json.Serialization;

namespace OpportunityScan.AspNetCore.Wire;

/// <summary>The answer to a wish to cancel.</summary>
[Description("The answer to a wish to cancel.")]
internal sealed class CancelBody(ScanSnapshot scan, string message, Links links)
{
    [JsonPropertyName("success"), Description("Always true; problems say false.")]
    public bool Success => true;

    [JsonPropertyName("scan_id"), Description("The scan.")]
    public string ScanId => scan.Id.Value;

    [JsonPropertyName("status"), OneOf("scanning", "complete", "failed", "timed_out", "cancelled"), Description("Where it stands now; it turns to cancelled once every strategy has stopped.")]
    public string Status => Names.Of(scan.Status);

    [JsonPropertyName("message"), Description("What happened, for people.")]
    public string Message => message;

    [JsonPropertyName("poll_url"), Description("Where its status is.")]
    public string PollUrl => links.Poll(scan.Id);
}
