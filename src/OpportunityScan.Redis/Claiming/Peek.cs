using System.Globalization;
using OpportunityScan.Redis.Keys;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Claiming;

/// <summary>A scan that a worker may claim.</summary>
/// <param name="Keys">Its keys.</param>
/// <param name="Order">Its place among those of all partitions: its turn, or less than zero for what has begun or is over.</param>
/// <param name="Arrival">Its arrival in line; empty for one whose time has come.</param>
internal readonly record struct WaitingScan(ScanKeys Keys, long Order, string Arrival);

/// <summary>What peek.lua answers.</summary>
/// <param name="Served">The highest turn that was served.</param>
/// <param name="IsIncomplete">Whether not everything that waits was looked at yet.</param>
/// <param name="Scans">Some of the scans that may be claimed, among them those that are next.</param>
/// <param name="Layout">How the store is laid out; empty on a cluster, where that is not asked.</param>
/// <param name="Now">The server's clock, in microseconds.</param>
internal sealed record Peek(long Served, bool IsIncomplete, List<WaitingScan> Scans, string Layout, long Now)
{

    internal static Peek Read(RedisResult reply, int firstPartition, KeySpace keys)
    {
        var parts = (RedisResult[])reply!;
        var scans = new List<WaitingScan>((parts.Length - 4) / 4);
        for (var i = 4; i < parts.Length; i += 4)
        {
            var partition = firstPartition + (int)parts[i] - 1;
            var order = long.Parse(parts[i + 2].ToString(), CultureInfo.InvariantCulture);
            scans.Add(new WaitingScan(keys.OfMember(partition, parts[i + 1].ToString()), order, parts[i + 3].ToString()));
        }

        return new Peek(long.Parse(parts[0].ToString(), CultureInfo.InvariantCulture), (int)parts[1] == 1, scans, parts[2].ToString(), (long)parts[3]);
    }
}
