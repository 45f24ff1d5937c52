namespace OpportunityScan;

/// <summary>The direction of an opportunity: what one does with what it is about.</summary>
public enum Side
{
    /// <summary>It has no direction, or more than one.</summary>
    None,

    /// <summary>Buy, or go long.</summary>
    Buy,

    /// <summary>Sell, or go short.</summary>
    Sell,
}
