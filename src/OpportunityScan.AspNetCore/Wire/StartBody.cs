using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace OpportunityScan.AspNetCore.Wire;

/// <summary>A request to start a scan; only described by this type, for it is read by hand, strictly.</summary>
[Description("What to scan, and what to show of it. Every field may be absent or null; unknown ones are refused, but for those that clients are known to send and nobody uses. A list may also be comma-separated text.")]
internal sealed class StartBody
{
    [JsonPropertyName("force_refresh"), Description("Whether to start a new scan even if one of the same request runs or has ended lately. Default: false.")]
    public bool? ForceRefresh { get; init; }

    [JsonPropertyName("symbols"), Description("The symbols to look at.")]
    public string[]? Symbols { get; init; }

    [JsonPropertyName("asset_tiers"), Description("The asset tiers to look at.")]
    public string[]? AssetTiers { get; init; }

    [JsonPropertyName("strategy_ids"), Description("The strategies to run; all when absent or empty.")]
    public string[]? StrategyIds { get; init; }

    [JsonPropertyName("opportunity_type"), Description("Show only these types.")]
    public string[]? Types { get; init; }

    [JsonPropertyName("strategy_types"), Description("Another name of opportunity_type.")]
    public string[]? StrategyTypes { get; init; }

    [JsonPropertyName("filter_by_risk_level"), OneOf("low", "medium", "high", "very_high"), Description("Show only these risk levels: low, medium, high, very_high.")]
    public string[]? RiskLevels { get; init; }

    [JsonPropertyName("sides"), OneOf("buy", "sell", "none"), Description("Show only these sides: buy, sell, none.")]
    public string[]? Sides { get; init; }

    [JsonPropertyName("min_profit_potential"), Range(0d, double.MaxValue), Description("Show only what yields at least this, in USD.")]
    public decimal? MinProfit { get; init; }

    [JsonPropertyName("max_required_capital"), Range(0d, double.MaxValue), Description("Show only what takes at most this, in USD.")]
    public decimal? MaxCapital { get; init; }

    [JsonPropertyName("min_confidence"), Range(0d, 1d), Description("Show only what is at least this sure: 0 to 1.")]
    public double? MinConfidence { get; init; }

    [JsonPropertyName("preferred_timeframes"), Description("Show only these timeframes.")]
    public string[]? Timeframes { get; init; }
}
