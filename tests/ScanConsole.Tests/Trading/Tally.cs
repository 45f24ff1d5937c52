namespace ScanConsole.Tests.Trading;

/// <summary>All that a strategy did on some markets: every trade, and what it would show on the last day.</summary>
internal sealed class Tally
{
    private readonly Dictionary<(string Market, int Day), (double Sum, int Count)> _days = [];

    internal int Signals { get; private set; }

    internal int Found { get; private set; }

    /// <summary>
    /// The mean trade in its standard errors. Trades that end on one day share its luck, so days count, not trades.
    /// </summary>
    internal double Significance
    {
        get
        {
            var (sum, count) = (_days.Values.Sum(d => d.Sum), _days.Values.Sum(d => d.Count));
            var mean = sum / count;
            return count == 0 ? 0 : mean * count / Math.Sqrt(_days.Values.Sum(d => Math.Pow(d.Sum - (d.Count * mean), 2)));
        }
    }

    internal static Tally Of(MarketStrategy strategy, IEnumerable<List<PriceSeries>> markets, Terms terms)
    {
        var tally = new Tally();
        foreach (var rule in markets.Where(strategy.Covers).SelectMany(m => strategy.Rules(m, terms))) tally.Add(new Replay(rule, terms));
        return tally;
    }

    private void Add(Replay replay)
    {
        if (replay.At(replay.Rule.Subject.Today) is { } study) (Signals, Found) = (Signals + 1, Found + (study.Pays ? 1 : 0));
        foreach (var trade in replay.Trades(1).Concat(replay.Trades(-1)))
        {
            var key = (replay.Rule.Subject.Market, trade.Exit);
            var (sum, count) = _days.GetValueOrDefault(key);
            _days[key] = (sum + trade.Net, count + 1);
        }
    }
}
