using System.ComponentModel;
using System.Text.Json.Serialization;

namespace OpportunityScan.AspNetCore.Wire;

/// <summary>How long a scan will probably still take.</summary>
[Description("How long a scan will probably still take, as an interval.")]
internal readonly struct EstimateBody(DurationEstimate remaining, ScanEstimate? end)
{
    [JsonPropertyName("p50_seconds"), Description("As likely less as more, from now; 0 when it has passed.")]
    public double P50 => Math.Round(remaining.P50.TotalSeconds, 3);

    [JsonPropertyName("p90_seconds"), Description("Less in nine of ten cases, from now; null while too few scans have ended to know.")]
    public double? P90 => Seconds.Of(remaining.P90);

    [JsonPropertyName("p50_at"), Description("When that is, by the store's clock, so that it can be counted down to; null while the scan has not begun.")]
    public DateTime? P50At => end?.P50.UtcDateTime;

    [JsonPropertyName("p90_at"), Description("When that is; null while the scan has not begun, or too few have ended to know.")]
    public DateTime? P90At => end?.P90?.UtcDateTime;
}
