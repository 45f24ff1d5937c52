namespace OpportunityScan.Ranking;

/// <summary>The first few of many in an order, found without keeping the many.</summary>
/// <param name="count">How many; at least one.</param>
/// <param name="order">The order.</param>
internal sealed class FirstInOrder(int count, Comparison<Opportunity> order)
{
    private readonly List<Opportunity> _kept = [];

    internal void Offer(Opportunity opportunity)
    {
        _kept.Add(opportunity);
        if (_kept.Count >= 2L * count) Cut();
    }

    /// <summary>Those that were offered, in order, as far as they are among the first.</summary>
    internal IReadOnlyList<Opportunity> Take()
    {
        Cut();
        return _kept;
    }

    private void Cut()
    {
        _kept.Sort(order);
        if (_kept.Count > count) _kept.RemoveRange(count, _kept.Count - count);
    }
}
