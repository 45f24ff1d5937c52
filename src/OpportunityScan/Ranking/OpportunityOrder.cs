using System.Runtime.InteropServices;

namespace OpportunityScan.Ranking;

/// <summary>
/// The order of results: by score, highest first, then a total tie-break (profit, confidence, capital, names, age, and whatever else tells
/// two apart), so that the same opportunities always stand in the same order, and of two that are the same always the same one is kept.
/// </summary>
internal sealed class OpportunityOrder : IComparer<Opportunity>
{
    internal static OpportunityOrder Instance { get; } = new();

    public int Compare(Opportunity? x, Opportunity? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var byScore = y.Score.CompareTo(x.Score);
        return byScore != 0 ? byScore : CompareTies(x, y);
    }

    /// <summary>The order among equal scores.</summary>
    internal static int CompareTies(Opportunity x, Opportunity y)
    {
        int order;
        if ((order = y.ProfitPotential.CompareTo(x.ProfitPotential)) != 0) return order;
        if ((order = y.Confidence.CompareTo(x.Confidence)) != 0) return order;
        if ((order = x.RequiredCapital.CompareTo(y.RequiredCapital)) != 0) return order;
        if ((order = x.Strategy.CompareTo(y.Strategy)) != 0) return order;
        if ((order = string.CompareOrdinal(x.Type, y.Type)) != 0) return order;
        if ((order = string.CompareOrdinal(x.Symbol, y.Symbol)) != 0) return order;
        if ((order = string.CompareOrdinal(x.Exchange, y.Exchange)) != 0) return order;
        if ((order = x.Side.CompareTo(y.Side)) != 0) return order;
        return (order = y.DiscoveredAt.CompareTo(x.DiscoveredAt)) != 0 ? order : CompareDetails(x, y);
    }

    /// <summary>An arbitrary order of what has no rank, for two versions of one opportunity that tie in all that has.</summary>
    private static int CompareDetails(Opportunity x, Opportunity y)
    {
        int order;
        if ((order = x.Risk.CompareTo(y.Risk)) != 0) return order;
        if ((order = string.CompareOrdinal(x.Timeframe, y.Timeframe)) != 0) return order;
        if ((order = Nullable.Compare(x.EntryPrice, y.EntryPrice)) != 0) return order;
        if ((order = Nullable.Compare(x.ExitPrice, y.ExitPrice)) != 0) return order;
        if ((order = Nullable.Compare(x.ExpiresAt, y.ExpiresAt)) != 0) return order;
        return Raw(x).SequenceCompareTo(Raw(y));
    }

    private static ReadOnlySpan<byte> Raw(Opportunity o) => o.Metadata is { } metadata ? JsonMarshal.GetRawUtf8Value(metadata) : default;
}
