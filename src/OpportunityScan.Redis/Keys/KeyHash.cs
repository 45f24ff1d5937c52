using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OpportunityScan.Redis.Keys;

/// <summary>What stands for texts in key and channel names: 128 bits of a SHA-256, so that no text can reach them or collide with another.</summary>
internal static class KeyHash
{
    internal const int Length = 32;

    internal static string Of(string text) => Convert.ToHexStringLower(Hash(text, stackalloc byte[SHA256.HashSizeInBytes])[..(Length / 2)]);

    /// <summary>The hash of an owner, and a number drawn from other bits of it.</summary>
    internal static (string Hash, uint Number) OfOwner(OwnerId owner)
    {
        var hash = Hash(owner.Value, stackalloc byte[SHA256.HashSizeInBytes]);
        return (Convert.ToHexStringLower(hash[..(Length / 2)]), BinaryPrimitives.ReadUInt32BigEndian(hash[(Length / 2)..]));
    }

    private static ReadOnlySpan<byte> Hash(string text, Span<byte> hash)
    {
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return hash;
    }
}
