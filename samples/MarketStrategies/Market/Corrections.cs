using System.Collections.Immutable;

namespace MarketStrategies;

/// <summary>What is put right in the recorded prices before anything is drawn from them; <c>data/README.md</c> says the same for people.</summary>
internal static class Corrections
{
    /// <summary>
    /// Days on which a part of a company was given to its holders (Lucent by T, Agilent by HWP) and the record shows a loss that nobody had.
    /// </summary>
    internal static readonly ImmutableArray<(string Symbol, DateOnly Day)> SpinOffs = [("T", new(1996, 10, 1)), ("HWP", new(2000, 6, 5))];

    /// <summary>
    /// The European record has a row for each weekday from Monday, 1 July 1991. Its decimal years count 260 such days to a year, so taken as
    /// calendar days they would drift into weekends. The fall of 19 August 1991, the day of the coup in Moscow, is where this count puts it.
    /// </summary>
    internal static DateOnly EuropeanDay(int place) => new DateOnly(1991, 7, 1).AddDays((place / 5 * 7) + (place % 5));

    /// <summary>Leaves out the days on which every symbol of a market repeats the day before: holidays, and the first day of the stocks.</summary>
    internal static IEnumerable<PriceSeries> WithoutCopies(this IEnumerable<PriceSeries> market)
    {
        var all = market.ToList();
        int[] kept = [.. Enumerable.Range(0, all[0].Close.Length).Where(t => t == 0 || all.Any(s => s.Close[t] != s.Close[t - 1]))];
        return all.Select(s => s with
        {
            Days = Of(s.Days),
            Close = Of(s.Close),
            High = s.HasRange ? Of(s.High) : [],
            Low = s.HasRange ? Of(s.Low) : [],
        });

        ImmutableArray<T> Of<T>(ImmutableArray<T> values) => [.. kept.Select(t => values[t])];
    }

    /// <summary>
    /// Multiplies the prices before a spin-off by the factor that makes the return of its day the average of the other symbols on that day.
    /// The prices of what was given away are not in the record, so the factor cannot be taken from them.
    /// </summary>
    internal static IEnumerable<PriceSeries> WithSpinOffs(this IEnumerable<PriceSeries> market)
    {
        var all = market.ToList();
        return all.Select(series => SpinOffs.Where(s => s.Symbol.Equals(series.Symbol, StringComparison.Ordinal)).Aggregate(series, (s, event_) =>
        {
            var factor = Factor(all, s, event_.Day, out var day);
            return s with { Close = [.. s.Close.Select((close, t) => t < day ? close * factor : close)] };
        }));
    }

    /// <summary>The factor of a spin-off, and the place of its day.</summary>
    internal static double Factor(IReadOnlyList<PriceSeries> market, PriceSeries series, DateOnly on, out int day)
    {
        var t = day = series.Days.IndexOf(on);
        var others = market.Where(s => !SpinOffs.Any(e => e.Symbol.Equals(s.Symbol, StringComparison.Ordinal))).Average(s => s.Returns[t]);
        return (1 + series.Returns[t]) / (1 + others);
    }
}
