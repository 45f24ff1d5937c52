using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace OpportunityScan.Tests.Support;

/// <summary>A strategy that does one step after the other, each when the test says so.</summary>
internal sealed class GatedStrategy(string id) : IStrategy
{
    private readonly Channel<Step> _steps = Channel.CreateUnbounded<Step>();
    private readonly Channel<StrategyContext> _runs = Channel.CreateUnbounded<StrategyContext>();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _starts;
    private int _running;

    /// <summary>Whether it goes on when told to stop.</summary>
    internal bool IgnoresCancellation { get; init; }

    internal TimeSpan? Timeout { get; init; }

    internal string Version { get; init; } = "1";

    /// <summary>How often it was started.</summary>
    internal int Starts => Volatile.Read(ref _starts);

    internal int Running => Volatile.Read(ref _running);

    /// <summary>Completes when a run of it is over.</summary>
    internal Task Ended => _ended.Task;

    /// <summary>Completes when its token is canceled.</summary>
    internal Task ToldToStop => _told.Task;

    public StrategyDescriptor Descriptor => new(new StrategyId(id)) { Timeout = Timeout, Version = Version };

    /// <summary>The context of its next run, once that has begun.</summary>
    internal Task<StrategyContext> RunAsync() => Limit.Within(_runs.Reader.ReadAsync().AsTask());

    internal GatedStrategy Emit(params IEnumerable<Opportunity> opportunities)
    {
        foreach (var opportunity in opportunities) _steps.Writer.TryWrite(new Step { Emitted = opportunity });
        return this;
    }

    internal GatedStrategy Report(double progress) => Then(new Step { Progress = progress });

    internal GatedStrategy Finish() => Then(new Step { IsLast = true });

    internal GatedStrategy Fail(Exception failure) => Then(new Step { Failure = failure });

    public async IAsyncEnumerable<Opportunity> ScanAsync(StrategyContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var telling = cancellationToken.Register(static told => ((TaskCompletionSource)told!).TrySetResult(), _told);
        Interlocked.Increment(ref _starts);
        Interlocked.Increment(ref _running);
        _runs.Writer.TryWrite(context);
        try
        {
            await foreach (var step in _steps.Reader.ReadAllAsync(IgnoresCancellation ? CancellationToken.None : cancellationToken))
            {
                if (step.Failure is { } failure) throw failure;
                if (step.Progress is { } progress) context.ReportProgress(progress);
                if (step.Emitted is { } opportunity) yield return opportunity;
                if (step.IsLast) yield break;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _running);
            _ended.TrySetResult();
        }
    }

    private GatedStrategy Then(Step step)
    {
        _steps.Writer.TryWrite(step);
        return this;
    }

    private readonly record struct Step(Opportunity? Emitted, double? Progress, Exception? Failure, bool IsLast);
}
