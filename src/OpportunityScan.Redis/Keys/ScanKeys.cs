using StackExchange.Redis;

namespace OpportunityScan.Redis.Keys;

/// <summary>The keys of one scan in the order that every script expects, and the names that go with them.</summary>
/// <param name="All">Head, found, gone, due, owner, active, requests, waiting, turns, ranked.</param>
/// <param name="Channel">Where its changes are announced.</param>
/// <param name="Member">What it is called in the partition's due set.</param>
internal readonly record struct ScanKeys(RedisKey[] All, string Channel, string Member)
{
    internal RedisKey Head => All[0];

    /// <summary>Written where replicas are waited for; see <see cref="Connection.ReplicaGuard"/>.</summary>
    internal RedisKey Marker => All[3].ToString()[..^"due".Length] + "w";

    internal RedisKey Found => All[1];

    internal RedisKey Gone => All[2];

    internal RedisKey Owner => All[4];

    internal RedisKey Requests => All[6];

    internal RedisKey Ranked => All[9];

    /// <summary>Where one run puts what is too much for one script.</summary>
    internal RedisKey Staged(string run) => All[1].Append(":" + run);
}
