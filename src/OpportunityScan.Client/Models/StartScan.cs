using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpportunityScan.Client;

/// <summary>What to scan, and what to show of it. What is <c>null</c> is not sent.</summary>
public sealed record StartScan
{
    /// <summary>Whether to start a new scan even if one of the same request runs or has ended lately. Default: no.</summary>
    public bool? ForceRefresh { get; init; }

    /// <summary>The symbols to look at; <c>null</c> for all.</summary>
    public IReadOnlyList<string>? Symbols { get; init; }

    /// <summary>The asset tiers to look at; <c>null</c> for all.</summary>
    public IReadOnlyList<string>? AssetTiers { get; init; }

    /// <summary>The strategies to run; <c>null</c> for all.</summary>
    public IReadOnlyList<string>? StrategyIds { get; init; }

    /// <summary>Show only these types.</summary>
    public IReadOnlyList<string>? OpportunityType { get; init; }

    /// <summary>Show only these risk levels: <c>low</c>, <c>medium</c>, <c>high</c>, <c>very_high</c>.</summary>
    public IReadOnlyList<string>? FilterByRiskLevel { get; init; }

    /// <summary>Show only these sides: <c>buy</c>, <c>sell</c>, <c>none</c>.</summary>
    public IReadOnlyList<string>? Sides { get; init; }

    /// <summary>Show only what yields at least this, in USD.</summary>
    public decimal? MinProfitPotential { get; init; }

    /// <summary>Show only what takes at most this, in USD.</summary>
    public decimal? MaxRequiredCapital { get; init; }

    /// <summary>Show only what is at least this sure: 0 to 1.</summary>
    public double? MinConfidence { get; init; }

    /// <summary>Show only these timeframes.</summary>
    public IReadOnlyList<string>? PreferredTimeframes { get; init; }

    /// <summary>Fields that the host has added, by name.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }
}
