namespace MarketStrategies;

/// <summary>A past trade.</summary>
/// <param name="Exit">The day on which it was left.</param>
/// <param name="Net">What a dollar of it returned beyond cash, after costs.</param>
internal readonly record struct Trade(int Exit, double Net);

/// <summary>All trades that a rule would have made, each by what was known then. What is said of a day rests on trades that had ended by then.</summary>
/// <param name="rule">The rule.</param>
/// <param name="terms">On what terms.</param>
internal sealed class Replay(Rule rule, Terms terms)
{
    /// <summary>A trade begins at the close after its signal.</summary>
    internal const int Delay = 1;

    /// <summary>Without a signal, trades shorter than a week are looked at once a week: that is enough to know their share.</summary>
    private const int Week = 5;

    private readonly Dictionary<(int Day, int Side), double?> _outcomes = [];
    private readonly List<Trade>?[] _signaled = new List<Trade>?[2];
    private readonly List<Trade>?[] _unconditional = new List<Trade>?[2];
    private List<Trade>? _holding;

    internal Rule Rule => rule;

    /// <summary>What the past says of the signal of <paramref name="today"/>; <c>null</c> when there is no signal, or nothing can be held.</summary>
    internal Study? At(int today)
    {
        var side = rule.SideOn(today);
        if (side == 0) return null;
        return Study.Of(
            Ended(Trades(side), today),
            Ended(_unconditional[Index(side)] ??= [.. Unconditional(side)], today),
            Ended(_holding ??= [.. Held()], today),
            rule.Horizon);
    }

    /// <summary>The trades on signals of one side, oldest first; none overlaps another.</summary>
    internal List<Trade> Trades(int side) => _signaled[Index(side)] ??= [.. Signaled(side)];

    /// <summary>What a dollar traded on the signal of <paramref name="day"/> came to; <c>null</c> when nothing could be held or the record ends before.</summary>
    internal double? Outcome(int day, int side)
    {
        if (day + Delay + rule.Horizon > rule.Subject.Today) return null;
        if (_outcomes.TryGetValue((day, side), out var known)) return known;
        var outcome = rule.Hold(day, side) is { } held
            ? held.Excess(day + Delay, day + Delay + rule.Horizon, terms) - held.Costs(terms)
            : (double?)null;
        return _outcomes[(day, side)] = outcome;
    }

    private static int Index(int side) => side > 0 ? 0 : 1;

    private IEnumerable<Trade> Signaled(int side)
    {
        for (var t = rule.First; t + Delay + rule.Horizon <= rule.Subject.Today;)
        {
            if (rule.SideOn(t) == side && Outcome(t, side) is { } net)
            {
                yield return new Trade(t + Delay + rule.Horizon, net);
                t += rule.Horizon;
            }
            else
            {
                t += rule.Step;
            }
        }
    }

    /// <summary>The trades of one side if there had been a signal all along.</summary>
    private IEnumerable<Trade> Unconditional(int side)
    {
        for (var t = rule.First; t + Delay + rule.Horizon <= rule.Subject.Today; t += Math.Max(Week, rule.Horizon))
        {
            if (Outcome(t, side) is { } net) yield return new Trade(t + Delay + rule.Horizon, net);
        }
    }

    private IEnumerable<Trade> Held()
    {
        for (var t = rule.First; t + Delay + rule.Horizon <= rule.Subject.Today; t += Math.Max(Week, rule.Horizon))
        {
            var (fill, exit) = (t + Delay, t + Delay + rule.Horizon);
            yield return new Trade(exit, rule.Holding(fill, exit) - terms.Cash(rule.Horizon));
        }
    }

    private static List<Trade> Ended(List<Trade> trades, int today)
    {
        var count = trades.FindLastIndex(t => t.Exit <= today) + 1;
        return count == trades.Count ? trades : trades.GetRange(0, count);
    }
}
