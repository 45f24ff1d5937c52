using System.Runtime.CompilerServices;
using MathNet.Numerics;

namespace MarketStrategies;

/// <summary>A strategy that compares the symbols of a market with each other: reads them all, then works in steps and yields as it goes.</summary>
public abstract class MarketStrategy : IStrategy
{
    /// <summary>Reading is taken for half of the work.</summary>
    private const double ShareOfReading = 0.5;

    private readonly IMarketData _market;

    // The matrices here are small and the strategies run side by side: threads within one only get in the others' way (four times slower).
    static MarketStrategy() => Control.UseSingleThread();

    private protected MarketStrategy(IMarketData market, string id, string name)
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
        var markets = await ReadAsync(context, cancellationToken);
        var (step, steps) = (0, markets.Sum(Steps));
        foreach (var finding in markets.SelectMany(market => Examine(market, account)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (finding is not null) yield return finding.ToOpportunity(Descriptor.OpportunityType());
            context.ReportProgress(ShareOfReading + ((1 - ShareOfReading) * ++step / steps));
        }
    }

    /// <summary>How many steps a market takes.</summary>
    private protected abstract int Steps(IReadOnlyList<PriceSeries> market);

    /// <summary>What there is to say about one market: an item for each step, <c>null</c> for a step that found nothing. Computed as it is read.</summary>
    /// <param name="market">At least two series of the same days.</param>
    /// <param name="account">What positions are sized by, in USD.</param>
    private protected abstract IEnumerable<Finding?> Examine(IReadOnlyList<PriceSeries> market, double account);

    private async Task<List<List<PriceSeries>>> ReadAsync(StrategyContext context, CancellationToken cancellationToken)
    {
        var symbols = Asked.Symbols(context, _market);
        var read = new List<PriceSeries>();
        foreach (var symbol in symbols)
        {
            read.Add(await _market.GetAsync(symbol, cancellationToken));
            context.ReportProgress(ShareOfReading * read.Count / symbols.Length);
        }

        var markets = read.GroupBy(s => s.Market, StringComparer.Ordinal).Where(m => m.Count() >= 2).Select(m => m.ToList()).ToList();
        return markets.Count > 0
            ? markets
            : throw new StrategyException("too_few_symbols", $"The strategy compares symbols of one market, and of {string.Join(", ", symbols)} no two are of the same.");
    }
}
