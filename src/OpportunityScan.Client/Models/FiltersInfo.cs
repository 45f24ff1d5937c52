using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpportunityScan.Client;

/// <summary>What is applied, to the scan and to what is shown of it; what is not applied is <c>null</c>.</summary>
public sealed record FiltersInfo
{
    /// <summary>Only these symbols.</summary>
    public IReadOnlyList<string>? Symbols { get; init; }

    /// <summary>Only these strategies.</summary>
    public IReadOnlyList<string>? StrategyIds { get; init; }

    /// <summary>Only these types.</summary>
    public IReadOnlyList<string>? OpportunityType { get; init; }

    /// <summary>Only these risk levels.</summary>
    public IReadOnlyList<string>? FilterByRiskLevel { get; init; }

    /// <summary>Only these sides.</summary>
    public IReadOnlyList<string>? Sides { get; init; }

    /// <summary>The least profit potential, in USD.</summary>
    public decimal? MinProfitPotential { get; init; }

    /// <summary>The most required capital, in USD.</summary>
    public decimal? MaxRequiredCapital { get; init; }

    /// <summary>The least confidence, 0 to 1.</summary>
    public double? MinConfidence { get; init; }

    /// <summary>Only these timeframes.</summary>
    public IReadOnlyList<string>? PreferredTimeframes { get; init; }

    /// <summary>The other parameters of the scan, by the names of their fields.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }
}
