using System.Runtime.CompilerServices;

namespace MarketStrategies;

/// <summary>A strategy that looks at one symbol after the other and yields what it finds as it goes.</summary>
public abstract class SymbolStrategy : IStrategy
{
    private readonly IMarketData _market;

    private protected SymbolStrategy(IMarketData market, string id, string name)
    {
        _market = market;
        Descriptor = new StrategyDescriptor(new StrategyId(id)) { Name = name, Parameters = Asked.Parameters(market) };
    }

    /// <inheritdoc />
    public StrategyDescriptor Descriptor { get; }

    /// <inheritdoc />
    public async IAsyncEnumerable<Opportunity> ScanAsync(StrategyContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var account = Asked.AccountOf(context);
        var symbols = Asked.Symbols(context, _market);
        for (var i = 0; i < symbols.Length; i++)
        {
            var series = await _market.GetAsync(symbols[i], cancellationToken);
            if (Examine(series, account) is { } finding) yield return finding.ToOpportunity(Descriptor.OpportunityType());
            context.ReportProgress((i + 1d) / symbols.Length);
        }
    }

    /// <summary>What there is to say about one symbol; <c>null</c> for nothing.</summary>
    /// <param name="series">Its prices.</param>
    /// <param name="account">What positions are sized by, in USD.</param>
    private protected abstract Finding? Examine(PriceSeries series, double account);
}
