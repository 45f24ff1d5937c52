using System.IO.Hashing;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Serialization;

/// <summary>
/// Remembers what bytes were decoded to. Who polls or watches a scan reads the same plan, and mostly the same outcomes, again and again. The bytes
/// themselves are compared, and what they decode to is immutable, so nothing here can be stale or belong to another scan. Bounded: an entry
/// makes way for the next one in its place.
/// </summary>
internal sealed class Memo<T>(int places, int longest, Func<ReadOnlyMemory<byte>, T> decode)
{
    private readonly Entry?[] _entries = new Entry?[places];

    internal T Read(RedisValue value)
    {
        ReadOnlyMemory<byte> bytes = value;
        if (bytes.Length > longest) return decode(bytes);
        ref var place = ref _entries[XxHash3.HashToUInt64(bytes.Span) % (uint)_entries.Length];
        if (Volatile.Read(ref place) is { } entry && entry.Bytes.Span.SequenceEqual(bytes.Span)) return entry.Value;
        var decoded = decode(bytes);
        Volatile.Write(ref place, new Entry(bytes, decoded));
        return decoded;
    }

    private sealed record Entry(ReadOnlyMemory<byte> Bytes, T Value);
}
