using System.Globalization;
using System.Text.Json;

namespace MarketStrategies;

/// <summary>A signal of a day whose like paid in the past, before it is put into the library's terms.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Day">The day of the signal.</param>
/// <param name="Side">The side of the trade.</param>
/// <param name="Held">What to hold.</param>
/// <param name="Study">What became of equal signals.</param>
/// <param name="Terms">On what terms.</param>
internal sealed record Finding(Rule Rule, int Day, int Side, Position Held, Study Study, Terms Terms)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>What a rule's signal of a day is worth; <c>null</c> when there is none, or its like did not pay.</summary>
    internal static Finding? Of(Replay replay, int day, Terms terms)
    {
        var (rule, side) = (replay.Rule, replay.Rule.SideOn(day));
        return replay.At(day) is { Pays: true } study && rule.Hold(day, side) is { } held ? new Finding(rule, day, side, held, study, terms) : null;
    }

    private PriceSeries Subject => Rule.Subject;

    /// <summary>The finding as an opportunity: profit is the position times the expected return, confidence the chance that it pays.</summary>
    /// <param name="type">The type of the strategy's opportunities.</param>
    /// <param name="now">The instant that the last recorded close is taken for.</param>
    internal Opportunity ToOpportunity(string type, DateTimeOffset now)
    {
        var position = Rule.Size(Held, Day, Terms);
        var prices = Held.Prices(Day, Study.Expected + Held.Costs(Terms), Terms.Cash(Rule.Horizon));
        return new Opportunity
        {
            Type = type,
            Symbol = Rule.SymbolOn(Day),
            Exchange = Subject.Market,
            Side = Rule.Direction(Side),
            ProfitPotential = Usd(position * Study.Expected),
            Confidence = Study.Confidence,
            Risk = Sizing.Risk(Sizing.Volatility(Held, Day)),
            RequiredCapital = Usd(Rule.Capital(Held, position, Day, Side)),
            Timeframe = string.Create(CultureInfo.InvariantCulture, $"{Rule.Horizon}d"),
            EntryPrice = prices is { Enter: var enter } ? Usd(enter) : null,
            ExitPrice = prices is { Leave: var leave } ? Usd(leave) : null,
            ExpiresAt = TradingCalendar.NextClose(Subject, now),
            Metadata = JsonSerializer.SerializeToElement(Described(position), Json),
        };
    }

    /// <summary>All that a reader needs to judge it, in one sentence.</summary>
    internal string Sentence() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Rule.Why(Day, Side)}; {Study.Trades} past trades of {(Rule.Horizon == 1 ? "a day" : $"{Rule.Horizon} days")} made {Study.Mean:+0.00 %;-0.00 %} ± {Study.StandardError:0.00 %} each, the worst {Study.Worst:+0.0 %;-0.0 %}, "
            + $"and {Rule.HoldingName} {Study.Holding:+0.00 %;-0.00 %}.");

    private Dictionary<string, object> Described(double position) => new(Rule.Measure(Day, Side), StringComparer.Ordinal)
    {
        ["why"] = Sentence(),
        ["asOf"] = Subject.Days[Day],
        ["fillOn"] = TradingCalendar.Advance(Subject, Subject.Days[Day], Replay.Delay),
        ["leaveOn"] = TradingCalendar.Advance(Subject, Subject.Days[Day], Replay.Delay + Rule.Horizon),
        ["currency"] = Subject.Currency,
        ["notionalUsd"] = Math.Round(position, 2),
        ["legs"] = Held.Orders(position, Day).OrderByDescending(o => o.Usd).Select(o => new
        {
            o.Instrument,
            Side = o.Buy ? "buy" : "sell",
            Quantity = o.Quantity is { } quantity ? Math.Round(quantity, 2) : (double?)null,
            Usd = Math.Round(o.Usd, 2),
        }),
        ["pastTrades"] = Study.Trades,
        ["pastHits"] = Study.Hits,
        ["meanReturn"] = Math.Round(Study.Mean, 6),
        ["standardError"] = Math.Round(Study.StandardError, 6),
        ["worstReturn"] = Math.Round(Study.Worst, 6),
        ["holdingReturn"] = Math.Round(Study.Holding, 6),
        ["expectedReturn"] = Math.Round(Study.Expected, 6),
        ["baseRate"] = Math.Round(Study.BaseRate, 4),
        ["costs"] = Math.Round(Held.Costs(Terms), 6),
        ["cashRate"] = Terms.Rate,
    };

    private static decimal Usd(double amount) => Math.Round((decimal)amount, 2);
}
