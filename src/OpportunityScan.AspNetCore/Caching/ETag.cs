using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace OpportunityScan.AspNetCore.Caching;

/// <summary>The validator of a status: the version, with a mark of the filters when there are any.</summary>
/// <param name="Mark">What tells representations of one version apart; empty for the plain one.</param>
internal readonly record struct ETag(string Mark)
{
    /// <summary>The validator of a status with these filters.</summary>
    internal static ETag Of(string filters) => new(filters.Length == 0 ? "" : "-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(filters)).AsSpan(0, 6)));

    internal string At(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}{Mark}\"");

    /// <summary>The newest version that the client has of this representation; <c>null</c> when it names none.</summary>
    internal long? Known(HttpRequest request)
    {
        var header = request.Headers.IfNoneMatch;
        if (header.Count == 0) return null;
        long? newest = null;
        foreach (var value in header)
        {
            foreach (var tag in (value ?? "").Split(','))
            {
                if (Version(tag.AsSpan().Trim()) is { } version && !(version <= newest)) newest = version;
            }
        }

        return newest;
    }

    /// <summary>Whether the client has this version (or, with <c>*</c>, says that any will do).</summary>
    internal bool Matches(HttpRequest request, long version)
    {
        var header = request.Headers.IfNoneMatch;
        return header.Count > 0 && Matches(header, At(version));
    }

    internal static bool Matches(StringValues header, string tag)
    {
        foreach (var value in header)
        {
            foreach (var one in (value ?? "").Split(','))
            {
                var known = one.AsSpan().Trim();
                if (known.StartsWith("W/", StringComparison.Ordinal)) known = known[2..];
                if (known.SequenceEqual(tag) || known is "*") return true;
            }
        }

        return false;
    }

    private long? Version(ReadOnlySpan<char> tag)
    {
        if (tag.StartsWith("W/", StringComparison.Ordinal)) tag = tag[2..];
        if (tag.Length < 3 + Mark.Length || tag[0] != '"' || tag[^1] != '"') return null;
        tag = tag[1..^1];
        if (!tag.EndsWith(Mark, StringComparison.Ordinal)) return null;
        return long.TryParse(tag[..^Mark.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
    }
}
