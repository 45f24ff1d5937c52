namespace OpportunityScan.Running;

/// <summary>A strategy that is a delegate.</summary>
internal sealed class DelegateStrategy(
    StrategyDescriptor descriptor, Func<StrategyContext, CancellationToken, IAsyncEnumerable<Opportunity>> scan) : IStrategy
{
    public StrategyDescriptor Descriptor => descriptor;

    public IAsyncEnumerable<Opportunity> ScanAsync(StrategyContext context, CancellationToken cancellationToken) => scan(context, cancellationToken);
}
