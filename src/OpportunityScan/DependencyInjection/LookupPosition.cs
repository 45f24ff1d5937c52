namespace OpportunityScan;

/// <summary>Where in the chain of lookup policies one stands.</summary>
public enum LookupPosition
{
    /// <summary>Asked when the built-in ones have not found the scan.</summary>
    AfterBuiltIn,

    /// <summary>Asked before the built-in ones.</summary>
    BeforeBuiltIn,
}
