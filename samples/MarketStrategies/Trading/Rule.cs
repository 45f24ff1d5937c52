namespace MarketStrategies;

/// <summary>
/// Trades one thing over and over: says on each day whether to trade, and what is then held. Nothing it says of a day may depend on a later
/// one. A trade is signaled at the close of a day, filled at the next close and left so many days after that.
/// </summary>
internal abstract class Rule
{
    private readonly sbyte?[] _sides;

    /// <summary>A rule on <paramref name="subject"/>.</summary>
    /// <param name="subject">What it is about; its days are the rule's days.</param>
    /// <param name="first">The first day with a signal.</param>
    /// <param name="horizon">How many days a trade lasts.</param>
    private protected Rule(PriceSeries subject, int first, int horizon)
    {
        (Subject, First, Horizon) = (subject, first, horizon);
        _sides = new sbyte?[subject.Close.Length];
    }

    internal PriceSeries Subject { get; }

    internal int First { get; }

    internal int Horizon { get; }

    /// <summary>What the finding of a day is called by.</summary>
    internal virtual string SymbolOn(int day) => Subject.Symbol;

    /// <summary>The symbols of which any, when asked for, asks for this rule.</summary>
    internal virtual IEnumerable<string> About => [Subject.Symbol];

    /// <summary>Every how many days the past is looked at.</summary>
    internal virtual int Step => 1;

    /// <summary>Whether to buy or sell on the whole, for who asks; <see cref="Side.None"/> when both in equal parts.</summary>
    internal virtual Side Direction(int side) => side > 0 ? Side.Buy : Side.Sell;

    /// <summary>The signal of a day: 1 and −1 for the two sides of the trade, 0 for none.</summary>
    internal int SideOn(int day)
    {
        if (day < First) return 0;
        return _sides[day] ??= (sbyte)Signal(day);
    }

    /// <summary>What is held on one side from the close after <paramref name="day"/>; <c>null</c> when it cannot be told.</summary>
    internal abstract Position? Hold(int day, int side);

    /// <summary>What simply holding returned, before cash.</summary>
    internal virtual double Holding(int fill, int exit) => Subject.Return(fill, exit);

    /// <summary>What simply holding means.</summary>
    internal virtual string HoldingName => "holding " + Subject.Symbol;

    /// <summary>How large the position is, in USD.</summary>
    internal virtual double Size(Position position, int today, Terms terms) =>
        Sizing.Position(terms.Account, Sizing.Volatility(position, today), Horizon);

    /// <summary>What a position of so many dollars takes, in USD.</summary>
    internal virtual double Capital(Position held, double position, int today, int side) => position;

    /// <summary>Why, in a few words that go on from "because".</summary>
    internal abstract string Why(int today, int side);

    /// <summary>What was measured, for people and programs.</summary>
    internal virtual IReadOnlyDictionary<string, object> Measure(int today, int side) => new Dictionary<string, object>(StringComparer.Ordinal);

    private protected abstract int Signal(int day);
}
