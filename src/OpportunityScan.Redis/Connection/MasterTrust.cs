using System.Net;
using Microsoft.Extensions.Logging;
using OpportunityScan.Redis.Signals;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Connection;

/// <summary>
/// Whether the node that the store is connected to is still the one that the sentinels name. That is known for a short time, and no longer than the
/// connection is unbroken: then they are asked again before anything is sent there, and before an answer from there is believed.
/// </summary>
internal sealed class MasterTrust(Sentinels sentinels, TimeProvider timeProvider, ILogger logger) : IAsyncDisposable
{
    /// <summary>For how long the word of the sentinels holds. A master is not replaced sooner than they have missed it for their own time, which is longer.</summary>
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(1);

    private EndPoint? _master;
    private long _askedAt;
    private int _losses;
    private int _lossesKnown = -1;
    private int _refreshing;
    private int _minorityTold;

    /// <summary>Whether nothing need be asked now. Asks ahead, so that who calls often never waits for that.</summary>
    internal bool Holds(Func<Task> refresh)
    {
        if (Volatile.Read(ref _losses) != Volatile.Read(ref _lossesKnown)) return false;
        var age = timeProvider.GetElapsedTime(Volatile.Read(ref _askedAt));
        if (age > Lasts) return false;
        if (age > Lasts / 2 && Interlocked.Exchange(ref _refreshing, 1) == 0) _ = Background.Observed(RefreshAsync(refresh));
        return true;
    }

    /// <summary>
    /// The connection to the master that the sentinels name: <paramref name="current"/>, if it is to that node, or a new one. While no majority
    /// answers, an unbroken connection to the last one that they named is good: where they are cut off as well, only the master's own rule
    /// (min-replicas-to-write) can tell.
    /// </summary>
    internal async Task<IConnectionMultiplexer> ConnectionAsync(IConnectionMultiplexer? current)
    {
        var (asked, losses) = (timeProvider.GetTimestamp(), Volatile.Read(ref _losses));
        var named = await sentinels.MasterAsync().ConfigureAwait(false);
        if (named is null)
        {
            if (current is null || losses != Volatile.Read(ref _lossesKnown))
                throw new RedisConnectionException(ConnectionFailureType.UnableToResolvePhysicalConnection, "No majority of the sentinels names a master.");
            if (Interlocked.Exchange(ref _minorityTold, 1) == 0) logger.NoMajority();
        }
        else
        {
            Volatile.Write(ref _minorityTold, 0);
            if (current is null || !named.Equals(_master)) current = await ConnectAsync(named).ConfigureAwait(false);
        }

        Volatile.Write(ref _askedAt, asked);
        Volatile.Write(ref _lossesKnown, losses);
        return current;
    }

    public ValueTask DisposeAsync() => sentinels.DisposeAsync();

    private async Task<IConnectionMultiplexer> ConnectAsync(EndPoint master)
    {
        var connection = await sentinels.ConnectAsync(master).ConfigureAwait(false);
        // Raised well before it is connected again. One of an earlier master costs a question.
        connection.ConnectionFailed += (_, lost) =>
        {
            if (lost.ConnectionType != ConnectionType.Subscription) Interlocked.Increment(ref _losses);
        };
        if (_master is not null) logger.MasterChanged(master);
        _master = master;
        return connection;
    }

    private async Task RefreshAsync(Func<Task> refresh)
    {
        try
        {
            await refresh().ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _refreshing, 0);
        }
    }
}
