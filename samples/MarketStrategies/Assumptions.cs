using System.Collections.Immutable;
using System.Globalization;

namespace MarketStrategies;

/// <summary>What all figures rest on, in three lines for whoever reads them.</summary>
public static class Assumptions
{
    /// <summary>The three lines, none longer than 79 characters with terms of a few digits.</summary>
    /// <param name="costs">What a round trip costs, in basis points; <c>null</c> for the default.</param>
    /// <param name="rate">What cash earns, in percent a year; <c>null</c> for the default.</param>
    public static ImmutableArray<string> Lines(decimal? costs = null, decimal? rate = null) =>
    [
        string.Create(
            CultureInfo.InvariantCulture,
            $"Assumed: filled a day after the signal, less {costs ?? Terms.DefaultCosts:0.##} bp costs and {rate ?? Terms.DefaultRate:0.##} % for cash."),
        "Profit: the past mean, drawn towards 0 by its doubt. Conf: chance that it pays.",
        "Recorded prices of survivors. Of worthless signals 1 in 20 shows. No advice.",
    ];
}
