using System.Collections.Immutable;

namespace MarketStrategies;

/// <summary>All strategies of this library.</summary>
public static class StrategyCatalog
{
    /// <summary>The timeframes that their opportunities have, from the shortest to the longest: trading days.</summary>
    public static ImmutableArray<string> Timeframes { get; } = ["1d", "5d", "10d", "20d", "21d"];

    /// <summary>The fourteen strategies, reading their prices from <paramref name="market"/>.</summary>
    public static IReadOnlyList<IStrategy> All(IMarketData market) =>
    [
        new SpotMomentum(market),
        new MeanReversion(market),
        new Breakout(market),
        new Scalping(market),
        new PairsTrading(market),
        new StatisticalArbitrage(market),
        new MarketMaking(market),
        new TrendFutures(market),
        new OptionsVolatility(market),
        new FundingCarry(market),
        new Hedging(market),
        new PortfolioOptimisation(market),
        new RiskManagement(market),
        new Ensemble(market),
    ];
}
