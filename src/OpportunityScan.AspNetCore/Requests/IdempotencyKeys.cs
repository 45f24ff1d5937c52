using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace OpportunityScan.AspNetCore.Requests;

/// <summary>What an idempotency key is to the library: an id that the same owner and key always give.</summary>
internal static class IdempotencyKeys
{
    private const int MaxLength = 255;

    /// <summary>The id of the scan that the key stands for; <c>null</c> without a key.</summary>
    /// <exception cref="InvalidRequestException">It is no key.</exception>
    internal static ScanId? IdOf(HttpRequest request, OwnerId owner)
    {
        var values = request.Headers[FieldNames.IdempotencyKey];
        if (values.Count == 0) return null;
        var key = values[0] ?? "";
        if (values.Count > 1 || key.Length is < 1 or > MaxLength || !key.All(static c => c is > ' ' and < '\u007F'))
            throw RequestErrors.Only(FieldNames.IdempotencyKey, $"The header must be given once and have 1 to {MaxLength} visible ASCII characters.");
        // The owner's length tells where the key begins, so that no two pairs are hashed alike.
        var text = $"{owner.Value.Length} {owner.Value} {key}";
        return new ScanId("scan_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16)));
    }
}
