using System.Collections.Immutable;

namespace MarketStrategies;

/// <summary>The symbols of a record together.</summary>
internal static class Markets
{
    /// <summary>The symbols that are traded together, which have the same days.</summary>
    internal static List<List<PriceSeries>> ByMarket(this IEnumerable<PriceSeries> record) =>
        [.. record.GroupBy(s => s.Market, StringComparer.Ordinal).Select(m => m.ToList())];

    /// <summary>The return of each day on all symbols of a market together, equally weighted: what stands for the market itself.</summary>
    internal static ImmutableArray<double> AverageReturns(this IReadOnlyList<PriceSeries> market) =>
        [.. Enumerable.Range(0, market[0].Close.Length).Select(t => market.Average(s => s.Returns[t]))];
}
