using System.Runtime.CompilerServices;

namespace SampleHost;

/// <summary>A strategy that goes wrong midway: at its first opportunity past half of its progress, or else at its end.</summary>
/// <param name="inner">What it would be.</param>
/// <param name="fault">How it goes wrong.</param>
internal sealed class FaultyStrategy(IStrategy inner, Func<StrategyContext, Task> fault) : IStrategy
{
    public StrategyDescriptor Descriptor => inner.Descriptor;

    public async IAsyncEnumerable<Opportunity> ScanAsync(StrategyContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var progress = 0d;
        var observed = new StrategyContext(context.Scan, context.Parameters, context.Attempt, context.DeadlineAt, context.TimeProvider, fraction =>
        {
            progress = fraction;
            if (fraction < 1) context.ReportProgress(fraction);
        });

        await foreach (var opportunity in inner.ScanAsync(observed, cancellationToken))
        {
            yield return opportunity;
            if (progress >= 0.5) break;
        }

        await fault(context);
    }
}
