namespace OpportunityScan.Redis.Tests.Servers;

/// <summary>The rights of a Redis user that are enough, as the documentation lists them.</summary>
internal static class LeastRights
{
    /// <summary>What follows a user's name and password.</summary>
    internal static string[] Of(string prefix) =>
    [
        "resetkeys", "resetchannels", $"~{prefix}*", $"&{prefix}*", "-@all",
        "+eval", "+evalsha", "+time", "+publish", "+subscribe", "+unsubscribe", "+ping", "+echo", "+info", "+client",
        "+del", "+exists", "+pexpire", "+pexpireat", "+pttl", "+set",
        "+hdel", "+hget", "+hgetall", "+hincrby", "+hmget", "+hset", "+hsetnx", "+lrange", "+rpush",
        "+zadd", "+zcard", "+zrange", "+zrangebyscore", "+zrevrange", "+zrem", "+zremrangebyscore", "+zscore", "+wait",
    ];
}
