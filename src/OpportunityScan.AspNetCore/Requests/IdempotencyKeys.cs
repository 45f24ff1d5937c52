using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace OpportunityScan.AspNetCore.Requests;

/// <summary>
/// What an idempotency key (draft-ietf-httpapi-idempotency-key-header) is to the library: an id that the same owner and key always give. The draft has
/// the key as a quoted string; clients that leave the quotes out mean the same key.
/// </summary>
internal static class IdempotencyKeys
{
    private const int MaxLength = 255;

    /// <summary>The id of the scan that the key stands for; <c>null</c> without a key.</summary>
    /// <exception cref="InvalidRequestException">It is no key.</exception>
    internal static ScanId? IdOf(HttpRequest request, OwnerId owner)
    {
        var values = request.Headers[FieldNames.IdempotencyKey];
        if (values.Count == 0) return null;
        if (values.Count > 1 || Unquoted(values[0] ?? "") is not { Length: >= 1 and <= MaxLength } key || !key.All(static c => c is > ' ' and < '\u007F'))
            throw RequestErrors.Only(FieldNames.IdempotencyKey, $"It must be given once and have 1 to {MaxLength} visible ASCII characters, in quotes or without.");
        // The owner's length tells where the key begins, so that no two pairs are hashed alike.
        var text = $"{owner.Value.Length} {owner.Value} {key}";
        return new ScanId("scan_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16)));
    }

    /// <summary>The key of a quoted string (RFC 9651, 4.2.5), or the text as it is where none begins; <c>null</c> when the string is not well-formed.</summary>
    private static string? Unquoted(string text)
    {
        if (!text.StartsWith('"')) return text;
        var key = new StringBuilder(text.Length);
        for (var i = 1; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"':
                    return i == text.Length - 1 ? key.ToString() : null;
                case '\\' when i + 1 < text.Length && text[i + 1] is '"' or '\\':
                    key.Append(text[++i]);
                    break;
                case '\\':
                    return null;
                default:
                    key.Append(text[i]);
                    break;
            }
        }

        return null;
    }
}
