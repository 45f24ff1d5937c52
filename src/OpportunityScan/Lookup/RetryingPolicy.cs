using Polly;
using Polly.Retry;

namespace OpportunityScan.Lookup;

/// <summary>Asks another policy again, briefly, when its source cannot be reached.</summary>
internal sealed class RetryingPolicy : IScanLookupPolicy
{
    private readonly IScanLookupPolicy _inner;
    private readonly ResiliencePipeline<LookupAnswer> _retry;

    internal RetryingPolicy(IScanLookupPolicy inner, int retries, TimeSpan firstDelay, TimeProvider timeProvider)
    {
        _inner = inner;
        _retry = new ResiliencePipelineBuilder<LookupAnswer> { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions<LookupAnswer>
            {
                ShouldHandle = new PredicateBuilder<LookupAnswer>()
                    .HandleResult(static a => a.Verdict == LookupVerdict.Unavailable)
                    .Handle<ScanStoreUnavailableException>(),
                MaxRetryAttempts = retries,
                Delay = firstDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            })
            .Build();
    }

    public string Name => _inner.Name;

    public bool MayAnswerWithAnotherId => _inner.MayAnswerWithAnotherId;

    public ValueTask<LookupAnswer> LookupAsync(ScanQuery query, CancellationToken cancellationToken) =>
        _retry.ExecuteAsync(static (s, token) => s._inner.LookupAsync(s.query, token), (_inner, query), cancellationToken);
}
