using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace OpportunityScan.AspNetCore.Caching;

/// <summary>The validator of a status: the version, with a mark of the filters when there are any, and one of the life of an id that may have several.</summary>
/// <param name="Mark">What tells representations of one version apart; empty for the plain one.</param>
internal readonly record struct ETag(string Mark)
{
    /// <summary>The validator of a status with these filters.</summary>
    internal static ETag Of(string filters) =>
        new(filters.Length == 0 ? "" : "-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(filters)).AsSpan(0, 6)));

    internal string At(ScanSnapshot scan) => At(scan.Version, Life.MarkOf(scan));

    /// <summary>The newest version that the client has of this representation; <c>null</c> when it names none.</summary>
    internal SeenVersion? Known(HttpRequest request)
    {
        var header = request.Headers.IfNoneMatch;
        if (header.Count == 0) return null;
        SeenVersion? newest = null;
        foreach (var value in header)
        {
            foreach (var tag in (value ?? "").Split(','))
            {
                if (Seen(tag.AsSpan().Trim()) is { } seen && !(seen.Version <= newest?.Version)) newest = seen;
            }
        }

        return newest;
    }

    /// <summary>Whether the client has this version (or, with <c>*</c>, says that any will do).</summary>
    internal bool Matches(HttpRequest request, ScanSnapshot scan)
    {
        var header = request.Headers.IfNoneMatch;
        return header.Count > 0 && Matches(header, At(scan));
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

    private string At(long version, string life) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{version}{Mark}{(life.Length == 0 ? "" : "." + life)}\"");

    private SeenVersion? Seen(ReadOnlySpan<char> tag)
    {
        if (tag.StartsWith("W/", StringComparison.Ordinal)) tag = tag[2..];
        if (tag.Length < 3 || tag[0] != '"' || tag[^1] != '"') return null;
        tag = tag[1..^1];
        var end = tag.IndexOf('.');
        var life = end < 0 ? "" : tag[(end + 1)..].ToString();
        if (end >= 0) tag = tag[..end];
        if (!tag.EndsWith(Mark, StringComparison.Ordinal)) return null;
        return long.TryParse(tag[..^Mark.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? new SeenVersion(version, life) : null;
    }
}
