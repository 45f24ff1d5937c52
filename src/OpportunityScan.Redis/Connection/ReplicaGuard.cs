using System.Globalization;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Connection;

/// <summary>Holds a write back until enough replicas have it, where the host wants that.</summary>
internal sealed class ReplicaGuard(RedisCaller caller, int acknowledgements, TimeSpan timeout)
{
    /// <summary>Waits for the replicas of whichever server has this key. Only what was written before, over the same connection, counts.</summary>
    internal async ValueTask AcknowledgedAsync(RedisKey key, CancellationToken cancellationToken)
    {
        if (acknowledgements == 0) return;
        var replicas = await caller.CallAsync("wait for replicas", WaitAsync, key, cancellationToken).ConfigureAwait(false);
        if (replicas >= acknowledgements) return;
        throw new ScanStoreUnavailableException(string.Create(
            CultureInfo.InvariantCulture, $"{replicas} of {acknowledgements} replicas had the write within {timeout}; it may be lost in a failover."));
    }

    private async Task<int> WaitAsync(IDatabase database, RedisKey key)
    {
        var endpoint = await database.IdentifyEndpointAsync(key, CommandFlags.DemandMaster).ConfigureAwait(false)
            ?? throw new RedisConnectionException(ConnectionFailureType.UnableToResolvePhysicalConnection, "No server has the key.");
        var server = database.Multiplexer.GetServer(endpoint);
        return (int)await server.ExecuteAsync("WAIT", acknowledgements, (long)timeout.TotalMilliseconds).ConfigureAwait(false);
    }
}
