using OpportunityScan.Storage;

namespace OpportunityScan.Coordination;

/// <summary>The first few of many in an order, found without keeping the many.</summary>
/// <param name="count">How many; at least one.</param>
/// <param name="order">The order.</param>
internal sealed class FirstInOrder(int count, Comparison<Opportunity> order)
{
    private readonly List<AcceptedOpportunity> _kept = [];

    internal void Offer(AcceptedOpportunity opportunity)
    {
        _kept.Add(opportunity);
        if (_kept.Count >= 2L * count) Cut();
    }

    /// <summary>Those that were offered, in order, as far as they are among the first.</summary>
    internal IReadOnlyList<AcceptedOpportunity> Take()
    {
        Cut();
        return _kept;
    }

    private void Cut()
    {
        _kept.Sort((x, y) => order(x.Value, y.Value));
        if (_kept.Count > count) _kept.RemoveRange(count, _kept.Count - count);
    }
}
