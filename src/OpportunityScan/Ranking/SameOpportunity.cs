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

    // The type adds next to nothing: a strategy emits one or two. Symbol and strategy tell nearly all apart, and this is on the path of every merge.
    public int GetHashCode(Opportunity obj) =>
        unchecked((((string.GetHashCode(obj.Symbol, StringComparison.Ordinal) * 31) + obj.Strategy.GetHashCode()) * 31) + string.GetHashCode(obj.Exchange, StringComparison.Ordinal));
}
