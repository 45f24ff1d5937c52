using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OpportunityScan.Redis.Serialization;

namespace OpportunityScan.Redis.Claiming;

/// <summary>
/// Waiting scans that a later version wrote. They are left alone, where they stand; this process only remembers for a while which they are, to
/// look past them.
/// </summary>
internal sealed class NewerScans(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, long> _seen = new(StringComparer.Ordinal);

    /// <summary>How many are remembered.</summary>
    internal int Count
    {
        get
        {
            foreach (var (member, at) in _seen)
            {
                if (time.GetElapsedTime(at) > Memory) _seen.TryRemove(member, out _);
            }

            return _seen.Count;
        }
    }

    internal bool Contains(string member) => _seen.ContainsKey(member);

    internal void Add(string member, int format)
    {
        if (_seen.TryAdd(member, time.GetTimestamp())) logger.NewerFormat(format, HeadCodec.Format);
    }
}
