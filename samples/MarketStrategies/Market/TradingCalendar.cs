using QLNet;

namespace MarketStrategies;

/// <summary>On which days a market trades, by the calendars of QLNet.</summary>
internal static class TradingCalendar
{
    private static readonly Calendar NewYork = new UnitedStates(UnitedStates.Market.NYSE);
    private static readonly Calendar Frankfurt = new Germany(Germany.Market.FrankfurtStockExchange);
    private static readonly Calendar Zurich = new Switzerland();
    private static readonly Calendar London = new UnitedKingdom(UnitedKingdom.Market.Exchange);

    /// <summary>Paris trades on the days of the European settlement system; QLNet has no calendar of its own for it.</summary>
    private static readonly Calendar Paris = new TARGET();

    private static readonly TimeOnly CloseInNewYork = new(21, 0);
    private static readonly TimeOnly CloseInEurope = new(16, 30);

    /// <summary>The day so many trading days after another.</summary>
    internal static DateOnly Advance(PriceSeries series, DateOnly day, int days)
    {
        var date = CalendarOf(series).advance(new Date(day.Day, day.Month, day.Year), days, TimeUnit.Days);
        return new DateOnly(date.year(), date.month(), date.Day);
    }

    /// <summary>
    /// When a signal expires that is taken for one of today's close: at the next close, for that is when it is filled. Closes are those of
    /// winter time, in UTC.
    /// </summary>
    internal static DateTimeOffset NextClose(PriceSeries series, DateTimeOffset now)
    {
        var close = series.IsInUsd ? CloseInNewYork : CloseInEurope;
        return new DateTimeOffset(Advance(series, DateOnly.FromDateTime(now.UtcDateTime), Replay.Delay), close, TimeSpan.Zero);
    }

    private static Calendar CalendarOf(PriceSeries series) => series.Currency switch
    {
        "DEM" => Frankfurt,
        "CHF" => Zurich,
        "FRF" => Paris,
        "GBP" => London,
        _ => NewYork,
    };
}
