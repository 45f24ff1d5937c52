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

    /// <summary>What was measured on a day, for people and programs.</summary>
    IReadOnlyDictionary<string, object> Measure(PriceSeries series, int day);

    /// <summary>What a signal means, in a few words.</summary>
    string Why(PriceSeries series, int day, int side);
}

/// <summary>Buys or sells a symbol when its signal says so.</summary>
public abstract class DirectionalStrategy : MarketStrategy
{
    private readonly ISignal _signal;

    private protected DirectionalStrategy(IMarketData market, string id, string name, string description, ISignal signal)
        : base(market, id, name, description, compares: false) => _signal = signal;

    internal override IEnumerable<Rule> Rules(IReadOnlyList<PriceSeries> market, Terms terms) => market.Select(series => RuleOf(series, _signal));

    private protected virtual Rule RuleOf(PriceSeries series, ISignal signal) => new SignalRule(series, signal);
}

/// <summary>One symbol, bought or sold by a signal.</summary>
internal class SignalRule(PriceSeries series, ISignal signal) : Rule(series, signal.FirstDay, signal.Horizon)
{
    private readonly Func<int, int> _sides = signal.On(series);

    internal override Position Hold(int day, int side) => Basket.Of([new Leg(Subject, side)]);

    internal override string Why(int today, int side) => signal.Why(Subject, today, side);

    internal override IReadOnlyDictionary<string, object> Measure(int today, int side) => signal.Measure(Subject, today);

    private protected override int Signal(int day) => _sides(day);
}
