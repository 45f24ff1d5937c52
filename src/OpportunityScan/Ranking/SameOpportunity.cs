namespace OpportunityScan.Ranking;

/// <summary>Two opportunities are the same when type, symbol, exchange, side and strategy are.</summary>
internal sealed class SameOpportunity : IEqualityComparer<Opportunity>
{
    internal static SameOpportunity Instance { get; } = new();

    public bool Equals(Opportunity? x, Opportunity? y) =>
        ReferenceEquals(x, y)
        || (x is not null && y is not null
            && string.Equals(x.Symbol, y.Symbol, StringComparison.Ordinal)
            && string.Equals(x.Type, y.Type, StringComparison.Ordinal)
            && string.Equals(x.Exchange, y.Exchange, StringComparison.Ordinal)
            && x.Side == y.Side
            && x.Strategy == y.Strategy);

    // Every field of the identity, or those that differ only in the one left out would meet in one entry, and merging them would be quadratic.
    public int GetHashCode(Opportunity obj) => HashCode.Combine(
        string.GetHashCode(obj.Symbol, StringComparison.Ordinal),
        string.GetHashCode(obj.Type, StringComparison.Ordinal),
        string.GetHashCode(obj.Exchange, StringComparison.Ordinal),
        obj.Side,
        obj.Strategy);
}
