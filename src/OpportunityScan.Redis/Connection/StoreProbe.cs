using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using OpportunityScan.Redis.Keys;
using OpportunityScan.Redis.Scripting;
using OpportunityScan.Redis.Signals;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Connection;

/// <summary>
/// Uses each thing that the store needs once, and names what is missing. What the store cannot do without is refused; for signals it has a slower
/// way, so that they are warned of. Trouble that may pass says nothing of what is missing, and is trouble as everywhere.
/// </summary>
internal sealed class StoreProbe(KeySpace keys, bool needsReplicas, TimeProvider timeProvider, ILogger logger)
{
    private const string Help = " (docs/operations.md has the rights that are enough).";

    /// <summary>How long a message may take from a script to whoever listens.</summary>
    private static readonly TimeSpan MessagePatience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Tries everything.</summary>
    /// <exception cref="RedisRefusedException">Something is missing that the store cannot do without; all of it is named.</exception>
    internal async Task RunAsync(IDatabase database, bool isCluster)
    {
        if (database.Multiplexer.Configuration is { Length: > 0 } text
            && RedisSource.ProxyViolation(ConfigurationOptions.Parse(text, ignoreUnknown: true)) is { } proxied)
            throw new RedisRefusedException($"The connection to Redis {proxied}");

        var nonce = RandomNumberGenerator.GetHexString(KeyHash.Length, lowercase: true);
        var channel = RedisChannel.Literal(keys.ProbeChannel(0, nonce));
        var subscriber = database.Multiplexer.GetSubscriber();
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Action<RedisChannel, RedisValue> onMessage = (_, _) => arrived.TrySetResult();
        var deaf = await SubscribeAsync(subscriber, channel, onMessage).ConfigureAwait(false);
        try
        {
            await RefuseMissingAsync(database, isCluster ? keys.Partitions : 1, nonce).ConfigureAwait(false);
            if ((deaf ?? await FailureAsync(arrived.Task).ConfigureAwait(false)) is { } failure) logger.NoMessages(failure);
        }
        finally
        {
            if (deaf is null) await FailureAsync(subscriber.UnsubscribeAsync(channel, onMessage)).ConfigureAwait(false);
        }
    }

    private async Task RefuseMissingAsync(IDatabase database, int partitions, string nonce)
    {
        var missing = await Task.WhenAll(Enumerable.Range(0, partitions).Select(p => MissingAsync(database, p, nonce))).ConfigureAwait(false);
        var all = missing.SelectMany(static m => m).Distinct(StringComparer.Ordinal).ToList();
        if (all.Count > 0) throw new RedisRefusedException($"The store cannot work with Redis as it is: it needs {string.Join(", ", all)}{Help}");
    }

    /// <summary>Why there is no subscription; <c>null</c> when there is one. A connection for messages may be made a little later than the other one.</summary>
    private async Task<Exception?> SubscribeAsync(ISubscriber subscriber, RedisChannel channel, Action<RedisChannel, RedisValue> onMessage)
    {
        var started = timeProvider.GetTimestamp();
        while (true)
        {
            var failure = await FailureAsync(subscriber.SubscribeAsync(channel, onMessage)).ConfigureAwait(false);
            if (failure is not RedisConnectionException || timeProvider.GetElapsedTime(started) > MessagePatience) return failure;
            await Task.Delay(Pause, timeProvider).ConfigureAwait(false);
        }
    }

    /// <summary>How something ended that has to be soon; <c>null</c> when well.</summary>
    private async Task<Exception?> FailureAsync(Task task)
    {
        try
        {
            await task.WaitAsync(MessagePatience, timeProvider).ConfigureAwait(false);
            return null;
        }
#pragma warning disable CA1031 // Whatever keeps messages away: polling does for them, and it is said why.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _ = Background.Observed(task);
            return e;
        }
    }

    private async Task<List<string>> MissingAsync(IDatabase database, int partition, string nonce)
    {
        var missing = new List<string>();
        RedisKey[] own = [.. "hlzs".Select(kind => keys.ProbeKey(partition, nonce + kind))];
        RedisValue[] values = [keys.ProbeChannel(partition, nonce), nonce];

        // Whole first: from then on the server knows it by its hash.
        var whole = await TryAsync("EVAL", () => database.ScriptEvaluateAsync(
            RedisScript.Probe.Text, own, values, CommandFlags.DemandMaster | CommandFlags.NoScriptCache)).ConfigureAwait(false);
        await TryAsync("EVALSHA", () => database.ScriptEvaluateAsync(RedisScript.Probe.Hash, own, values, CommandFlags.DemandMaster)).ConfigureAwait(false);
        await TryAsync("HGETALL", () => database.HashGetAllAsync(own[0], CommandFlags.DemandMaster)).ConfigureAwait(false);
        await TryAsync("HGET", () => database.HashGetAsync(own[0], "a", CommandFlags.DemandMaster)).ConfigureAwait(false);
        await TryAsync("HMGET", () => database.HashGetAsync(own[0], ["a", "b"], CommandFlags.DemandMaster)).ConfigureAwait(false);
        await TryAsync("ZREVRANGE", () => database.SortedSetRangeByRankAsync(own[2], 0, 1, Order.Descending, CommandFlags.DemandMaster)).ConfigureAwait(false);
        if (needsReplicas) await TryAsync("WAIT", () => WaitAsync(database, own[0])).ConfigureAwait(false);
        if (whole is null) return missing;

        var failed = (string[])whole!;
        for (var i = 0; i + 1 < failed.Length; i += 2)
        {
            if (StoreErrors.IsDenial(failed[i + 1])) missing.Add(Named(failed[i], failed[i + 1]));
        }

        return missing;

        async Task<T?> TryAsync<T>(string command, Func<Task<T>> use)
        {
            try
            {
                return await use().ConfigureAwait(false);
            }
            catch (Exception e) when (StoreErrors.IsDenial(e))
            {
                missing.Add(Named(command, e.Message));
                return default;
            }
            catch (RedisException) when (missing.Count > 0)
            {
                return default; // what follows from it, e.g. that a script is not known
            }
        }
    }

    private static async Task<long> WaitAsync(IDatabase database, RedisKey key)
    {
        var endpoint = await database.IdentifyEndpointAsync(key, CommandFlags.DemandMaster).ConfigureAwait(false);
        return endpoint is null ? 0 : (long)await database.Multiplexer.GetServer(endpoint).ExecuteAsync("WAIT", 0, 0).ConfigureAwait(false);
    }

    /// <summary>What is missing, as an administrator calls it.</summary>
    private string Named(string command, string error)
    {
        if (error.Contains("channel", StringComparison.OrdinalIgnoreCase)) return $"the right to {command} on the channels '{keys.Prefix}*'";
        if (error.Contains("keys", StringComparison.OrdinalIgnoreCase) || error.Contains("a key", StringComparison.OrdinalIgnoreCase))
            return $"the right to read and write the keys '{keys.Prefix}*' ({command})";
        return error.Contains("unknown", StringComparison.OrdinalIgnoreCase) || error.Contains("unsupported", StringComparison.OrdinalIgnoreCase)
            || error.Contains("disabled", StringComparison.OrdinalIgnoreCase)
            ? $"the command {command}, which does not exist here"
            : $"the right to {command}";
    }
}
