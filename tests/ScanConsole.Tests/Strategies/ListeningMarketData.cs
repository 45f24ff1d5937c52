using System.Collections.Immutable;

namespace ScanConsole.Tests.Strategies;

/// <summary>Remembers what it was asked for.</summary>
internal sealed class ListeningMarketData(IMarketData inner) : IMarketData
{
    internal List<string> Asked { get; } = [];

    public ImmutableArray<string> Symbols => inner.Symbols;

    public ValueTask<PriceSeries> GetAsync(string symbol, CancellationToken cancellationToken = default)
    {
        Asked.Add(symbol);
        return inner.GetAsync(symbol, cancellationToken);
    }
}
