using OpportunityScan.Redis.Scripting;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Connection;

/// <summary>The calls that one verb of the store takes, within one budget of time.</summary>
/// <param name="Caller">Who makes them.</param>
/// <param name="Started">When the verb began, as a timestamp.</param>
/// <param name="Token">Gives the verb up.</param>
internal readonly record struct RedisCalls(RedisCaller Caller, long Started, CancellationToken Token)
{
    /// <summary>
    /// The next of many calls of a verb that moves as much as there is: what comes in portions may take longer than the budget, as long as
    /// each portion arrives within it.
    /// </summary>
    internal RedisCalls Next => Caller.Begin(Token);

    /// <summary>Runs a script that does no harm when it is run again.</summary>
    internal ValueTask<T> EvaluateAsync<T>(RedisScript script, RedisKey[] keys, RedisValue[] values, Func<RedisResult, T> read) =>
        CallAsync(script.Name, EvaluateAsync, new Evaluation<T>(script, keys, values, read));

    /// <summary>Calls, reads the reply within the same call, and calls again where that may help.</summary>
    internal ValueTask<T> CallAsync<TState, T>(string operation, Func<IDatabase, TState, Task<T>> call, TState state) =>
        Caller.CallAsync(operation, call, state, Started, Token);

    /// <summary>Reads what one of the calls has brought; what cannot be read is trouble with the store as any other.</summary>
    internal static T Read<TState, T>(string operation, Func<TState, T> read, TState brought)
    {
        try
        {
            return read(brought);
        }
#pragma warning disable CA1031 // It came from outside: see RedisCaller.
        catch (Exception e)
#pragma warning restore CA1031
        {
            throw StoreErrors.Unavailable(operation, e);
        }
    }

    private static async Task<T> EvaluateAsync<T>(IDatabase database, Evaluation<T> wanted) =>
        wanted.Read(await RedisConnection.EvaluateAsync(database, wanted.Script, wanted.Keys, wanted.Values).ConfigureAwait(false));

    private readonly record struct Evaluation<T>(RedisScript Script, RedisKey[] Keys, RedisValue[] Values, Func<RedisResult, T> Read);
}
