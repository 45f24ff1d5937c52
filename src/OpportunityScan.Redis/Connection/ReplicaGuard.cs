using System.Globalization;
using Microsoft.Extensions.Logging;
using OpportunityScan.Redis.Keys;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Connection;

/// <summary>Holds a write back until enough replicas have it, where the host wants that.</summary>
internal sealed class ReplicaGuard(int acknowledgements, TimeSpan timeout, ILogger logger)
{
    private static readonly TimeSpan MarkerLifetime = TimeSpan.FromMinutes(1);
    private int _isLacking;

    /// <summary>Waits until enough replicas have all that was written to this scan's partition before, by whomever.</summary>
    /// <exception cref="ScanStoreUnavailableException">They have not, in time.</exception>
    internal async ValueTask AcknowledgedAsync(ScanKeys scan, RedisCalls calls)
    {
        if (acknowledgements == 0) return;
        var replicas = await calls.CallAsync("wait for replicas", WaitAsync, scan).ConfigureAwait(false);
        if (replicas < acknowledgements) throw new ScanStoreUnavailableException(Lacking(replicas));
    }

    /// <summary>
    /// Gives the replicas the same time, and goes on without them. For a write that has happened and that would be done again if it were lost: whoever
    /// waited for replicas that do not come would keep what others wait for.
    /// </summary>
    internal async ValueTask HopedForAsync(ScanKeys scan, RedisCalls calls)
    {
        if (acknowledgements == 0) return;
        try
        {
            await AcknowledgedAsync(scan, calls).ConfigureAwait(false);
            Volatile.Write(ref _isLacking, 0);
        }
        catch (ScanStoreUnavailableException e)
        {
            if (Interlocked.Exchange(ref _isLacking, 1) == 0) logger.EndNotReplicated(e);
        }
    }

    /// <summary>
    /// Redis answers for what this connection has written, and what it was asked for may have been written over another one. So something is written
    /// first: replicas that have that have all that came before it.
    /// </summary>
    private async Task<int> WaitAsync(IDatabase database, ScanKeys scan)
    {
        var endpoint = await database.IdentifyEndpointAsync(scan.Head, CommandFlags.DemandMaster).ConfigureAwait(false)
            ?? throw new RedisConnectionException(ConnectionFailureType.UnableToResolvePhysicalConnection, "No server has the key.");
        var server = database.Multiplexer.GetServer(endpoint);
        var marked = database.StringSetAsync(scan.Marker, "", MarkerLifetime, When.Always, CommandFlags.DemandMaster);
        var waited = server.ExecuteAsync("WAIT", acknowledgements, (long)timeout.TotalMilliseconds); // at once behind it, over the same connection
        await marked.ConfigureAwait(false);
        return (int)await waited.ConfigureAwait(false);
    }

    private string Lacking(int replicas) => string.Create(
        CultureInfo.InvariantCulture, $"{replicas} of {acknowledgements} replicas had the write within {timeout}; it may be lost in a failover.");
}
