using System.Collections.Immutable;

namespace MarketStrategies;

/// <summary>Mimics a data source at the other end of a network: every symbol takes a while.</summary>
/// <param name="inner">What answers after the wait.</param>
/// <param name="latency">How long each symbol takes; not negative.</param>
/// <param name="timeProvider">The clock to wait by.</param>
public sealed class SlowMarketData(IMarketData inner, TimeSpan latency, TimeProvider timeProvider) : IMarketData
{
    /// <inheritdoc />
    public ImmutableArray<string> Symbols => inner.Symbols;

    /// <inheritdoc />
    public async ValueTask<PriceSeries> GetAsync(string symbol, CancellationToken cancellationToken = default)
    {
        await Task.Delay(latency, timeProvider, cancellationToken);
        return await inner.GetAsync(symbol, cancellationToken);
    }
}
