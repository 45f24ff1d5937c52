namespace OpportunityScan.Tests.Support;

/// <summary>A strategy that is a delegate, for tests that need the descriptor as well.</summary>
internal sealed class DelegatedStrategy(
    StrategyDescriptor descriptor, Func<StrategyContext, CancellationToken, IAsyncEnumerable<Opportunity>> scan) : IStrategy
{
    public StrategyDescriptor Descriptor => descriptor;

    public IAsyncEnumerable<Opportunity> ScanAsync(StrategyContext context, CancellationToken cancellationToken) => scan(context, cancellationToken);
}
