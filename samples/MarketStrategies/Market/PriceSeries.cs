using System.Collections.Immutable;

namespace MarketStrategies;

/// <summary>The recorded prices of one symbol, oldest first. Immutable and shared.</summary>
/// <param name="Symbol">The symbol, e.g. <c>IBM</c>.</param>
/// <param name="Market">The record it comes from; all series of one market have the same days.</param>
/// <param name="Days">The trading days.</param>
/// <param name="Close">The closing prices.</param>
public sealed record PriceSeries(string Symbol, string Market, ImmutableArray<DateOnly> Days, ImmutableArray<double> Close)
{
    private const string Usd = "USD";

    /// <summary>The closing prices.</summary>
    public ImmutableArray<double> Close
    {
        get;
        init
        {
            field = value;
            Returns = ReturnsOf(value);
        }
    } = Close;

    /// <summary>The highest prices of each day; empty when the record has closes only.</summary>
    public ImmutableArray<double> High { get; init; } = [];

    /// <summary>The lowest prices of each day; empty when the record has closes only.</summary>
    public ImmutableArray<double> Low { get; init; } = [];

    /// <summary>The currency of the prices, e.g. <c>DEM</c>. Default: <c>USD</c>.</summary>
    public string Currency { get; init; } = Usd;

    internal bool IsInUsd => Currency.Equals(Usd, StringComparison.Ordinal);

    /// <summary>Whether it is an index rather than a single stock. Default: a stock.</summary>
    public bool IsIndex { get; init; }

    /// <summary>Whether highs and lows were recorded.</summary>
    public bool HasRange => !High.IsEmpty;

    /// <summary>The last recorded day's place: what the strategies take for today.</summary>
    public int Today => Close.Length - 1;

    /// <summary>The simple return of each day over the day before; 0 for the first.</summary>
    public ImmutableArray<double> Returns { get; private init; } = ReturnsOf(Close);

    /// <summary>The simple return from the close of one day to the close of another.</summary>
    /// <param name="from">The first day's place.</param>
    /// <param name="to">The last day's place.</param>
    public double Return(int from, int to) => (Close[to] / Close[from]) - 1;

    private static ImmutableArray<double> ReturnsOf(ImmutableArray<double> close) => [.. close.Select((c, t) => t == 0 ? 0 : (c / close[t - 1]) - 1)];
}
