namespace MarketStrategies;

internal static class DescriptorExtensions
{
    /// <summary>The type of a strategy's opportunities: its id in the spelling of types, <c>spot_momentum</c> for <c>spot-momentum</c>.</summary>
    internal static string OpportunityType(this StrategyDescriptor descriptor) => descriptor.Id.Value.Replace('-', '_');
}
