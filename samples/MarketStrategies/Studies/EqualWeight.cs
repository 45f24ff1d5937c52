using System.Collections.Immutable;

namespace MarketStrategies;

internal static class EqualWeight
{
    /// <summary>The return of each day on all symbols of a market together, equally weighted: what stands for the market itself.</summary>
    internal static ImmutableArray<double> AverageReturns(this IReadOnlyList<PriceSeries> market) =>
        [.. Enumerable.Range(0, market[0].Close.Length).Select(t => market.Average(s => s.Returns[t]))];
}
