using System.Text.Json;
using MarketStrategies;

namespace ScanWeb;

/// <summary>What can be asked for: the choices that the page offers.</summary>
internal sealed record Catalog(
    IReadOnlyList<Catalog.Symbol> Symbols, IReadOnlyList<Catalog.Strategy> Strategies, IReadOnlyList<string> RiskLevels, IReadOnlyList<string> Timeframes,
    IReadOnlyList<string> Assumptions)
{
    internal static async Task<Catalog> ReadAsync(IMarketData market, IEnumerable<StrategyDescriptor> strategies)
    {
        var symbols = new List<Symbol>();
        foreach (var name in market.Symbols) symbols.Add(new Symbol(name, (await market.GetAsync(name)).Market));
        return new Catalog(
            symbols,
            [.. strategies.Select(s => new Strategy(s.Id.Value, s.Name, s.Description))],
            [.. Enum.GetNames<RiskLevel>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)],
            StrategyCatalog.Timeframes,
            MarketStrategies.Assumptions.Lines());
    }

    /// <summary>Something that is traded.</summary>
    internal sealed record Symbol(string Name, string Market);

    /// <summary>A strategy by the id it is asked for with, the name it is shown with, and what it does.</summary>
    internal sealed record Strategy(string StrategyId, string Name, string Description);
}
