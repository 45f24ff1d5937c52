using OpportunityScan.Redis.Scripting;
using OpportunityScan.Redis.Signals;
using Polly;
using Polly.Retry;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Connection;

/// <summary>Every call to Redis goes through here: what may pass is tried again briefly, and then reported as the store's contract says.</summary>
internal sealed class RedisCaller
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);

    /// <summary>A call that took this long is not tried again: whoever waits for it has waited enough.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    private readonly RedisConnection _connection;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline _brief;

    internal RedisCaller(RedisConnection connection, int retries, TimeProvider timeProvider)
    {
        (_connection, _time) = (connection, timeProvider);
        _brief = retries == 0
            ? ResiliencePipeline.Empty
            : new ResiliencePipelineBuilder { TimeProvider = timeProvider }
                .AddRetry(new RetryStrategyOptions
                {
                    ShouldHandle = new PredicateBuilder().Handle<ScanStoreUnavailableException>(StoreErrors.IsQuick),
                    MaxRetryAttempts = retries,
                    Delay = FirstPause,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                })
                .Build();
    }

    /// <summary>Runs a script that does no harm when it is run again.</summary>
    internal ValueTask<RedisResult> EvaluateAsync(RedisScript script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken) =>
        CallAsync(script.Name, static (d, s) => RedisConnection.EvaluateAsync(d, s.script, s.keys, s.values), (script, keys, values), cancellationToken);

    /// <summary>Runs a script once, whatever becomes of its answer.</summary>
    internal ValueTask<RedisResult> EvaluateOnceAsync(RedisScript script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken) =>
        OnceAsync(script.Name, static (d, s) => RedisConnection.EvaluateAsync(d, s.script, s.keys, s.values), (script, keys, values), cancellationToken);

    /// <summary>Calls, and calls again where that may help.</summary>
    internal async ValueTask<TResult> CallAsync<TState, TResult>(
        string operation, Func<IDatabase, TState, Task<TResult>> call, TState state, CancellationToken cancellationToken)
    {
        try
        {
            return await OnceAsync(operation, call, state, cancellationToken).ConfigureAwait(false);
        }
        catch (ScanStoreUnavailableException e) when (StoreErrors.IsQuick(e))
        {
            return await _brief.ExecuteAsync(
                static (s, token) => s.Item1.OnceAsync(s.operation, s.call, s.state, token), (this, operation, call, state), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async ValueTask<TResult> OnceAsync<TState, TResult>(
        string operation, Func<IDatabase, TState, Task<TResult>> call, TState state, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _connection.ThrowIfDisposed();
        var started = _time.GetTimestamp();
        try
        {
            var answer = AnswerAsync(call, state);
            if (!cancellationToken.CanBeCanceled) return await answer.ConfigureAwait(false);
            return await Background.Observed(answer).WaitAsync(cancellationToken).ConfigureAwait(false); // whoever gives up does not hear how it ended
        }
        catch (Exception e) when (StoreErrors.MayPass(e) && !(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw StoreErrors.Unavailable(operation, _time.GetElapsedTime(started) < Slow ? e : StoreErrors.Late(e));
        }
    }

    private async Task<TResult> AnswerAsync<TState, TResult>(Func<IDatabase, TState, Task<TResult>> call, TState state)
    {
        var database = await _connection.DatabaseAsync().ConfigureAwait(false);
        return await call(database, state).ConfigureAwait(false);
    }
}
