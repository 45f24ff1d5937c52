using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpportunityScan.AspNetCore.Wire;

/// <summary>What is applied, to the scan and to what is shown of it; what is not applied is absent.</summary>
[Description("What is applied, to the scan and to what is shown of it; what is not applied is absent.")]
internal sealed class FiltersBody
{
    internal static FiltersBody None { get; } = new();

    [JsonPropertyName("symbols"), Description("Only these symbols.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? Symbols { get; set; }

    [JsonPropertyName("strategy_ids"), Description("Only these strategies.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? StrategyIds { get; set; }

    [JsonPropertyName("opportunity_type"), Description("Only these types.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? Types { get; set; }

    [JsonPropertyName("filter_by_risk_level"), Description("Only these risk levels.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? RiskLevels { get; set; }

    [JsonPropertyName("sides"), Description("Only these sides.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? Sides { get; set; }

    [JsonPropertyName("min_profit_potential"), Description("The least profit potential, in USD.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? MinProfit { get; set; }

    [JsonPropertyName("max_required_capital"), Description("The most required capital, in USD.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? MaxCapital { get; set; }

    [JsonPropertyName("min_confidence"), Description("The least confidence, 0 to 1.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MinConfidence { get; set; }

    [JsonPropertyName("preferred_timeframes"), Description("Only these timeframes.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? Timeframes { get; set; }

    /// <summary>The other fields that became parameters: <c>asset_tiers</c>, and what the host added.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }

    /// <summary>Notes a parameter of the scan, unless what is shown is narrowed by the same field.</summary>
    internal void Apply(string field, string[] values)
    {
        if (field is "symbols") Symbols ??= values;
        else (Others ??= new(StringComparer.Ordinal))[field] = JsonSerializer.SerializeToElement(values, WireJson.Default.StringArray);
    }
}
