using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace OpportunityScan.Planning;

/// <summary>Hashes what makes two requests the same. Every text goes in with its length, so no two lists of texts can run together.</summary>
internal static class Fingerprints
{
    internal static Fingerprint Of(OwnerId owner, ScanParameters parameters, ImmutableArray<PlannedStrategy> strategies, TimeSpan? ownDeadline)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        Append(buffer, owner.Value);
        Append(buffer, parameters.Count);
        foreach (var name in parameters.Names)
        {
            Append(buffer, name);
            Append(buffer, parameters[name].Length);
            foreach (var value in parameters[name]) Append(buffer, value);
        }

        // In the order of their ids: processes that register the same strategies in another order mean the same request.
        foreach (var strategy in strategies.OrderBy(static s => s.Id))
        {
            Append(buffer, strategy.Id.Value);
            Append(buffer, strategy.Version);
        }

        Append(buffer, ownDeadline?.Ticks ?? -1);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.WrittenSpan, hash);
        return new Fingerprint(Convert.ToHexStringLower(hash[..16]));
    }

    private static void Append(ArrayBufferWriter<byte> buffer, string text)
    {
        Append(buffer, Encoding.UTF8.GetByteCount(text));
        buffer.Advance(Encoding.UTF8.GetBytes(text, buffer.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
    }

    private static void Append(ArrayBufferWriter<byte> buffer, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(buffer.GetSpan(sizeof(long)), number);
        buffer.Advance(sizeof(long));
    }
}
