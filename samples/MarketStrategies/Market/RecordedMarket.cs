using System.Collections.Frozen;
using System.Collections.Immutable;

namespace MarketStrategies;

/// <summary>The recorded prices that this assembly carries: 30 US stocks, the S&amp;P 500 and four European indices. Read once, corrected (data/README.md), then answered from memory.</summary>
public sealed class RecordedMarket : IMarketData
{
    private static readonly Lazy<ImmutableArray<PriceSeries>> Records = new(() =>
    [
        .. PriceFiles.Dow30().WithoutCopies().WithSpinOffs(),
        .. PriceFiles.Sp500(),
        .. PriceFiles.EuIndices().WithoutCopies(),
    ]);

    private readonly FrozenDictionary<string, PriceSeries> _series = Records.Value.ToFrozenDictionary(s => s.Symbol, StringComparer.Ordinal);

    /// <inheritdoc />
    public ImmutableArray<string> Symbols { get; } = [.. Records.Value.Select(s => s.Symbol)];

    /// <inheritdoc />
    public ValueTask<PriceSeries> GetAsync(string symbol, CancellationToken cancellationToken = default) =>
        _series.TryGetValue(symbol, out var series)
            ? ValueTask.FromResult(series)
            : ValueTask.FromException<PriceSeries>(new KeyNotFoundException($"The market has no symbol '{symbol}'."));
}
