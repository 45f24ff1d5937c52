using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpportunityScan.AspNetCore.Wire;

/// <summary>An opportunity as clients see it: a view, so that writing one costs no object.</summary>
/// <param name="opportunity">The opportunity.</param>
/// <param name="plan">The plan of its scan, which knows its strategy's name.</param>
[Description("Something worth doing, as a strategy found it.")]
internal readonly struct OpportunityBody(Opportunity opportunity, ScanPlan plan)
{
    private static readonly JsonElement NoMetadata = JsonElement.Parse("{}");

    [JsonPropertyName("strategy_id"), Description("The strategy that found it.")]
    public string StrategyId => opportunity.Strategy.Value;

    [JsonPropertyName("strategy_name"), Description("The strategy's name for people.")]
    public string StrategyName
    {
        get
        {
            foreach (var strategy in plan.Strategies)
            {
                if (strategy.Id == opportunity.Strategy) return strategy.Name;
            }

            return StrategyId;
        }
    }

    [JsonPropertyName("opportunity_type"), Description("What kind it is.")]
    public string Type => opportunity.Type;

    [JsonPropertyName("symbol"), Description("What it is about.")]
    public string Symbol => opportunity.Symbol;

    [JsonPropertyName("exchange"), Description("Where; may be empty.")]
    public string Exchange => opportunity.Exchange;

    [JsonPropertyName("side"), OneOf("none", "buy", "sell"), Description("buy, sell or none.")]
    public string Side => Names.Of(opportunity.Side);

    [JsonPropertyName("profit_potential_usd"), Range(0d, double.MaxValue), Description("What it may yield, in USD.")]
    public decimal ProfitPotential => opportunity.ProfitPotential;

    [JsonPropertyName("confidence_score"), Range(0d, 1d), Description("How sure the strategy is: 0 to 1.")]
    public double Confidence => opportunity.Confidence;

    [JsonPropertyName("risk_level"), OneOf("low", "medium", "high", "very_high"), Description("low, medium, high or very_high.")]
    public string Risk => Names.Of(opportunity.Risk);

    [JsonPropertyName("required_capital_usd"), Range(0d, double.MaxValue), Description("What it takes, in USD.")]
    public decimal RequiredCapital => opportunity.RequiredCapital;

    [JsonPropertyName("estimated_timeframe"), Description("How long it may take, in the strategy's vocabulary; null when unknown.")]
    public string? Timeframe => opportunity.Timeframe;

    [JsonPropertyName("entry_price"), Description("Where to enter; null when that has no meaning.")]
    public decimal? EntryPrice => opportunity.EntryPrice;

    [JsonPropertyName("exit_price"), Description("Where to leave; null when that has no meaning.")]
    public decimal? ExitPrice => opportunity.ExitPrice;

    [JsonPropertyName("metadata"), Description("Anything else the strategy says; an object.")]
    public JsonElement Metadata => opportunity.Metadata ?? NoMetadata;

    [JsonPropertyName("discovered_at"), Description("When it was discovered.")]
    public DateTime DiscoveredAt => opportunity.DiscoveredAt.UtcDateTime;

    [JsonPropertyName("expires_at"), Description("When it stops being one; null when unknown.")]
    public DateTime? ExpiresAt => opportunity.ExpiresAt?.UtcDateTime;
}
