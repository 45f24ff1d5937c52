using System.Collections.Immutable;

namespace MarketStrategies;

/// <summary>Where strategies get their prices from.</summary>
public interface IMarketData
{
    /// <summary>The symbols it knows, in a fixed order.</summary>
    ImmutableArray<string> Symbols { get; }

    /// <summary>Reads the prices of one symbol.</summary>
    /// <param name="symbol">One of <see cref="Symbols"/>.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <exception cref="KeyNotFoundException">The symbol is not known; the message names it.</exception>
    ValueTask<PriceSeries> GetAsync(string symbol, CancellationToken cancellationToken = default);
}
