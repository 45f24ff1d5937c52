using StackExchange.Redis;

namespace OpportunityScan.Redis.Keys;

/// <summary>
/// Names everything in Redis. The keys of a partition share a hash tag, so that one script may touch them on a cluster; an owner's scans are all
/// in one partition.
/// </summary>
internal sealed class KeySpace
{
    internal KeySpace(string prefix, int partitions)
    {
        Prefix = prefix;
        Due = Of(partitions, "due");
        Waiting = Of(partitions, "waiting");
        Turns = Of(partitions, "turns");
    }

    /// <summary>What every name begins with.</summary>
    internal string Prefix { get; }

    /// <summary>The due set of each partition.</summary>
    internal RedisKey[] Due { get; }

    /// <summary>Of each partition the scans that wait to be claimed.</summary>
    internal RedisKey[] Waiting { get; }

    /// <summary>Of each partition who had which turn, and which kinds of workers are there.</summary>
    internal RedisKey[] Turns { get; }

    internal int Partitions => Due.Length;

    internal RedisKey Config => Prefix + "config";

    /// <summary>What all processes have measured.</summary>
    internal RedisKey Measured => Prefix + "measured";

    internal string WorkChannel => Prefix + "work";

    /// <summary>A key that a probe writes and removes.</summary>
    internal RedisKey ProbeKey(int partition, string name) => Partition(partition) + "p:" + name;

    /// <summary>A channel like those of scans, for a probe.</summary>
    internal string ProbeChannel(int partition, string name) => Partition(partition) + "c:" + name;

    internal ScanKeys Of(ScanKey key)
    {
        var (owner, number) = KeyHash.OfOwner(key.Owner);
        return Of((int)(number % (uint)Partitions), KeyHash.Of(key.Owner.Value + "\n" + key.Id.Value), owner);
    }

    /// <summary>The keys of a scan that is known from the due set of its partition only.</summary>
    internal ScanKeys OfMember(int partition, string member) =>
        Of(partition, member[..KeyHash.Length], member[(KeyHash.Length + 1)..]);

    /// <summary>What stands for a request within its owner's.</summary>
    internal static string Request(Fingerprint fingerprint) => KeyHash.Of(fingerprint.Value);

    private ScanKeys Of(int partition, string scan, string owner)
    {
        var tag = Partition(partition);
        return new ScanKeys(
            [tag + "s:" + scan, tag + "f:" + scan, tag + "g:" + scan, Due[partition], tag + "o:" + owner, tag + "a:" + owner, tag + "q:" + owner,
                Waiting[partition], Turns[partition], tag + "r:" + scan],
            tag + "c:" + scan,
            scan + ":" + owner);
    }

    /// <summary>What a kind of worker can run of a partition's waiting scans.</summary>
    internal RedisKey Ready(int partition, string kind) => Partition(partition) + "ready:" + kind;

    private RedisKey[] Of(int partitions, string name) => [.. Enumerable.Range(0, partitions).Select(p => (RedisKey)(Partition(p) + name))];

    private string Partition(int partition) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Prefix}{{{partition}}}:");
}
