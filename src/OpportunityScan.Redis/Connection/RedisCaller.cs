using System.Security.Cryptography;
using OpportunityScan.Redis.Signals;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Connection;

/// <summary>
/// Every call to Redis goes through here: what goes wrong is tried again briefly, and then reported as the store's contract says. Whatever comes
/// back that our own scripts do not say (an error of any text, a reply of any other shape) is trouble with the store, for everything that
/// could be wrong with a call was found out before it.
/// </summary>
internal sealed class RedisCaller(RedisConnection connection, int retries, TimeSpan budget, TimeProvider timeProvider)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);

    /// <summary>Begins what takes one call or several: all of them, and whatever is tried again, share one budget of time.</summary>
    internal RedisCalls Begin(CancellationToken cancellationToken) => new(this, timeProvider.GetTimestamp(), cancellationToken);

    /// <summary>Calls, reads the reply within the same call, and calls again where that may help.</summary>
    internal async ValueTask<T> CallAsync<TState, T>(
        string operation, Func<IDatabase, TState, Task<T>> call, TState state, long started, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        connection.ThrowIfDisposed();
        for (var repeats = 0; ; repeats++)
        {
            Exception trouble;
            try
            {
                return await InTimeAsync(AnswerAsync(call, state), Left(started), cancellationToken).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Whatever it is, it came from outside; see the summary.
            catch (Exception e) when (!(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
#pragma warning restore CA1031
            {
                trouble = e;
            }

            var pause = Pause(repeats);
            var isFinal = trouble is RedisRefusedException or ScanStoreUnavailableException;
            if (repeats == retries || isFinal || pause >= Left(started)) throw StoreErrors.Unavailable(operation, trouble);
            await Task.Delay(pause, timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The answer, if it comes in time: the client library has timeouts of its own, but not for everything, and a host may have set them.</summary>
    private async Task<T> InTimeAsync<T>(Task<T> answer, TimeSpan left, CancellationToken cancellationToken)
    {
        if (answer.IsCompleted) return await answer.ConfigureAwait(false);
        try
        {
            return await answer.WaitAsync(left, timeProvider, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!answer.IsCompleted) _ = Background.Observed(answer); // whoever gives up does not hear how it ended
        }
    }

    private async Task<T> AnswerAsync<TState, T>(Func<IDatabase, TState, Task<T>> call, TState state)
    {
        var database = await connection.DatabaseAsync().ConfigureAwait(false);
        var answer = await call(database, state).ConfigureAwait(false);
        await connection.ConfirmAsync(database).ConfigureAwait(false);
        return answer;
    }

    private TimeSpan Left(long started)
    {
        var left = budget - timeProvider.GetElapsedTime(started);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Doubled each time; up to half of it is left to chance, so that those who lost the connection together do not come back together.</summary>
    private static TimeSpan Pause(int repeats) =>
        FirstPause * Math.Pow(2, repeats) * (RandomNumberGenerator.GetInt32(500, 1_001) / 1_000.0);
}
