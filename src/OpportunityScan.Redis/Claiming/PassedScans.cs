using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OpportunityScan.Redis.Serialization;

namespace OpportunityScan.Redis.Claiming;

/// <summary>
/// Waiting scans that this process cannot take: a later version wrote them, or they are damaged. They are left alone, where they stand; this
/// process only remembers for a while which they are, to look past them.
/// </summary>
internal sealed class PassedScans(TimeProvider time, ILogger logger)
{
    /// <summary>A later version stays.</summary>
    private static readonly TimeSpan NewerFor = TimeSpan.FromMinutes(1);

    /// <summary>What looks damaged may be whole, and have been read through a proxy that is out of order.</summary>
    private static readonly TimeSpan DamagedFor = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (long At, TimeSpan Memory)> _passed = new(StringComparer.Ordinal);

    /// <summary>How many are remembered.</summary>
    internal int Count
    {
        get
        {
            foreach (var (member, (at, memory)) in _passed)
            {
                if (time.GetElapsedTime(at) > memory) _passed.TryRemove(member, out _);
            }

            return _passed.Count;
        }
    }

    internal bool Contains(string member) => _passed.ContainsKey(member);

    internal void Newer(string member, int format)
    {
        if (Add(member, NewerFor)) logger.NewerFormat(format, HeadCodec.Format);
    }

    internal void Damaged(string member, Exception how)
    {
        if (Add(member, DamagedFor)) logger.DamagedScan(how, member);
    }

    private bool Add(string member, TimeSpan memory) => _passed.TryAdd(member, (time.GetTimestamp(), memory));
}
