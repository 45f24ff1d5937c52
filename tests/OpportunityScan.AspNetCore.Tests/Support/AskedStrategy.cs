namespace OpportunityScan.AspNetCore.Tests.Support;

/// <summary>A strategy that understands parameters, and tells what it was asked.</summary>
internal sealed class AskedStrategy(string id, params string[] parameters) : IStrategy
{
    private readonly TaskCompletionSource<ScanParameters> _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StrategyDescriptor Descriptor => new(id) { Parameters = [.. parameters.Select(static p => new StrategyParameter(p))] };

    internal Task<ScanParameters> AskedAsync() => Limit.Within(_asked.Task);

    public async IAsyncEnumerable<Opportunity> ScanAsync(StrategyContext context, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _asked.TrySetResult(context.Parameters);
        await Task.Yield();
        yield break;
    }
}
