namespace MarketStrategies;

/// <summary>When to buy or sell, and for how long: a signal drawn from one symbol's prices.</summary>
internal interface ISignal
{
    /// <summary>The first day on which the signal has all the days it looks back at.</summary>
    int FirstDay { get; }

    /// <summary>How many days a trade lasts.</summary>
    int Horizon { get; }

    /// <summary>The signal of each day, drawn from nothing after that day: 1 buy, −1 sell, 0 nothing.</summary>
    Func<int, int> On(PriceSeries series);

    /// <summary>What was measured today, for people.</summary>
    IReadOnlyDictionary<string, object> Measure(PriceSeries series);
}

/// <summary>
/// Buys or sells a symbol when its signal says so today. Profit: position times the mean return of the signal's past trades; confidence:
/// Wilson bound of their hit rate; capital: the volatility-sized position.
/// </summary>
public abstract class DirectionalStrategy : SymbolStrategy
{
    private readonly ISignal _signal;

    private protected DirectionalStrategy(IMarketData market, string id, string name, ISignal signal) : base(market, id, name) => _signal = signal;

    private protected sealed override Finding? Examine(PriceSeries series, double account)
    {
        var (today, side) = (series.Today, _signal.On(series));
        var direction = side(today);
        var record = SignalStudy.Of(side, _signal.FirstDay, today, _signal.Horizon, (from, to) => direction * series.Return(from, to));
        if (!record.Pays) return null;

        var volatility = Volatility.CloseToClose(series.Returns, today, Sizing.RecentDays);
        var price = series.Close[today];
        var finding = new Finding(series.Symbol, series.Market, record, _signal.Horizon, Sizing.Position(account, volatility, _signal.Horizon), volatility)
        {
            Entry = price,
            Exit = price * (1 + (direction * record.MeanReturn)),
            AsOf = series.Days[today],
            Measured = new Dictionary<string, object>(_signal.Measure(series), StringComparer.Ordinal) { ["side"] = direction > 0 ? "buy" : "sell" },
        };
        return finding with { Capital = Capital(series, finding) };
    }

    /// <summary>What the position takes, in USD: all of it, unless a strategy knows better.</summary>
    private protected virtual double Capital(PriceSeries series, Finding finding) => finding.Position;
}
