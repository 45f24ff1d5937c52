namespace OpportunityScan.AspNetCore.Wire;

/// <summary>The values that a field may have.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class OneOfAttribute(params string[] values) : Attribute
{
    internal string[] Values => values;
}
