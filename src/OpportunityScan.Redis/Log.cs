using Microsoft.Extensions.Logging;

namespace OpportunityScan.Redis;

/// <summary>Every message of the Redis store, with constant ids: 5xx.</summary>
internal static partial class Log
{
    [LoggerMessage(501, LogLevel.Warning, "Redis is not to be reached yet; the store will work once it is")]
    public static partial void NotReachable(this ILogger logger, Exception exception);

    [LoggerMessage(502, LogLevel.Warning, "Redis may evict scans: its maxmemory-policy is {Policy}; set it to noeviction")]
    public static partial void MayEvict(this ILogger logger, string policy);

    [LoggerMessage(503, LogLevel.Information, "The maxmemory-policy of Redis could not be read")]
    public static partial void PolicyUnknown(this ILogger logger, Exception exception);

    [LoggerMessage(504, LogLevel.Error, "A callback for signals threw")]
    public static partial void CallbackFailed(this ILogger logger, Exception exception);

    [LoggerMessage(505, LogLevel.Information, "A subscription could not be ended on the server")]
    public static partial void UnsubscribeFailed(this ILogger logger, Exception exception);

    [LoggerMessage(506, LogLevel.Warning, "{Scans} scans are listened to; watchers of further ones poll only")]
    public static partial void TooManyWatched(this ILogger logger, int scans);

    [LoggerMessage(507, LogLevel.Error, "The store cannot work with Redis as it is")]
    public static partial void Refused(this ILogger logger, Exception exception);

    [LoggerMessage(508, LogLevel.Warning, "Messages of Redis do not arrive here; watchers and workers poll instead")]
    public static partial void NoMessages(this ILogger logger, Exception exception);

    [LoggerMessage(509, LogLevel.Information, "This user may not subscribe; watchers and workers poll instead")]
    public static partial void SubscribeDenied(this ILogger logger, Exception exception);

    [LoggerMessage(510, LogLevel.Warning, "The end of a scan is not on enough replicas; scans that end meanwhile may run again after a failover")]
    public static partial void EndNotReplicated(this ILogger logger, Exception exception);

    [LoggerMessage(511, LogLevel.Information, "The sentinels name another master: {Master}")]
    public static partial void MasterChanged(this ILogger logger, System.Net.EndPoint master);

    [LoggerMessage(512, LogLevel.Warning, "No majority of the sentinels names a master; the one that they named last is used as long as the connection to it holds")]
    public static partial void NoMajority(this ILogger logger);

    [LoggerMessage(513, LogLevel.Warning, "The option Partitions is {Option}, but the store has {Stored}; the store is followed")]
    public static partial void PartitionsFollowed(this ILogger logger, int option, int stored);

    [LoggerMessage(514, LogLevel.Warning, "The store was emptied; scans that run here are written again, others are lost")]
    public static partial void StoreEmptied(this ILogger logger);

    [LoggerMessage(520, LogLevel.Warning, "A waiting scan is stored in format {Format}, and this process knows formats up to {Known}; it is left to workers of a later version")]
    public static partial void NewerFormat(this ILogger logger, int format, int known);

    [LoggerMessage(521, LogLevel.Error,
        "What the store has of the waiting scan {Member} cannot be read: it is damaged, or not of this library; others are claimed past it")]
    public static partial void DamagedScan(this ILogger logger, Exception exception, string member);

    [LoggerMessage(522, LogLevel.Error,
        "What the store has of scan {ScanId} cannot be read: it is damaged, or not of this library; a list leaves it out")]
    public static partial void DamagedInList(this ILogger logger, Exception exception, ScanId scanId);
}
