namespace OpportunityScan;

/// <summary>What a host application writes: one way to look for opportunities.</summary>
public interface IStrategy
{
    /// <summary>What the strategy is. Read once, when the host starts.</summary>
    StrategyDescriptor Descriptor { get; }

    /// <summary>
    /// Looks for opportunities and yields each as soon as it is found: whatever was yielded is shown at once and kept, even when the
    /// strategy fails, times out or is canceled later. May run again in another process after a crash (<see cref="StrategyContext.Attempt"/>).
    /// </summary>
    /// <param name="context">What is asked, and for whom.</param>
    /// <param name="cancellationToken">
    /// Canceled when the strategy's timeout or the scan's deadline passes, when the scan is canceled, or when the worker stops. A strategy
    /// that ignores it is left behind and its late output discarded.
    /// </param>
    IAsyncEnumerable<Opportunity> ScanAsync(StrategyContext context, CancellationToken cancellationToken);
}
