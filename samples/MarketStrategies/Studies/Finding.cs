using System.Text.Json;

namespace MarketStrategies;

/// <summary>What a strategy found, before it is put into the library's terms.</summary>
/// <param name="Symbol">What it is about.</param>
/// <param name="Market">The record it was found in.</param>
/// <param name="Record">What became of equal signals; gives profit and confidence.</param>
/// <param name="Horizon">How many trading days the trade lasts.</param>
/// <param name="Position">The position, in USD.</param>
/// <param name="DailyVolatility">The standard deviation of the position's daily returns; gives the risk level.</param>
internal sealed record Finding(string Symbol, string Market, TrackRecord Record, int Horizon, double Position, double DailyVolatility)
{
    /// <summary>What it takes, in USD. Default: the position.</summary>
    internal double Capital { get; init; } = Position;

    /// <summary>Where to enter; <c>null</c> when more than one price is involved.</summary>
    internal double? Entry { get; init; }

    /// <summary>Where to leave.</summary>
    internal double? Exit { get; init; }

    /// <summary>The last recorded day.</summary>
    internal DateOnly AsOf { get; init; }

    /// <summary>What the strategy measured, for people.</summary>
    internal IReadOnlyDictionary<string, object> Measured { get; init; } = new Dictionary<string, object>(StringComparer.Ordinal);

    /// <summary>Profit is the position times the mean return of equal signals, confidence the Wilson bound of their hit rate.</summary>
    internal Opportunity ToOpportunity(string type) => new()
    {
        Type = type,
        Symbol = Symbol,
        Exchange = Market,
        ProfitPotential = Usd(Position * Record.MeanReturn),
        Confidence = Record.Confidence,
        Risk = Sizing.Risk(DailyVolatility),
        RequiredCapital = Usd(Capital),
        Timeframe = $"{Horizon}d",
        EntryPrice = Entry is { } entry ? Usd(entry) : null,
        ExitPrice = Exit is { } exit ? Usd(exit) : null,
        Metadata = JsonSerializer.SerializeToElement(new Dictionary<string, object>(Measured, StringComparer.Ordinal)
        {
            ["asOf"] = AsOf.ToString("O"),
            ["pastTrades"] = Record.Trades,
            ["pastHits"] = Record.Hits,
            ["meanReturn"] = Math.Round(Record.MeanReturn, 6),
        }),
    };

    private static decimal Usd(double amount) => Math.Round((decimal)amount, 2);
}
