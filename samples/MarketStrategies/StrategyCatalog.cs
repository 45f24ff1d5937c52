namespace MarketStrategies;

/// <summary>All strategies of this library.</summary>
public static class StrategyCatalog
{
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
