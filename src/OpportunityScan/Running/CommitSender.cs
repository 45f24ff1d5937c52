using OpportunityScan.Diagnostics;
using OpportunityScan.Storage;
using Polly;
using Polly.Retry;

namespace OpportunityScan.Running;

/// <summary>Sends a runner's writes, and keeps trying while the store is out of reach: what was found is kept until it is acknowledged.</summary>
internal sealed class CommitSender
{
    private const string Commit = "commit";
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private readonly ResiliencePipeline _patience;
    private readonly OutageLog _outages;

    public CommitSender(TimeProvider timeProvider, OutageLog outages)
    {
        _outages = outages;
        _patience = new ResiliencePipelineBuilder { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<ScanStoreUnavailableException>(),
                MaxRetryAttempts = int.MaxValue,
                Delay = TimeSpan.FromMilliseconds(50),
                MaxDelay = LongestPause,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                OnRetry = args =>
                {
                    outages.Met(args.Outcome.Exception, Commit);
                    return default;
                },
            })
            .Build();
    }

    /// <summary>Sends <paramref name="write"/> until the store answers.</summary>
    internal async ValueTask<CommitReply> SendAsync<TState>(
        Func<TState, CancellationToken, ValueTask<CommitReply>> write, TState state, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await write(state, cancellationToken).ConfigureAwait(false); // the usual way, and with a store in this process the only one
            _outages.Answered(Commit);
            return reply;
        }
        catch (ScanStoreUnavailableException e)
        {
            _outages.Met(e, Commit);
            var reply = await _patience.ExecuteAsync(
                static (s, token) => s.write(s.state, token), (write, state), cancellationToken).ConfigureAwait(false);
            _outages.Answered(Commit);
            return reply;
        }
    }
}
