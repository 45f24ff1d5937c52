using System.Globalization;

namespace OpportunityScan.AspNetCore.Caching;

/// <summary>A version that a client has seen, as it is told in event ids: <c>4</c>, or <c>4.9f2c01ab34de</c> where the id may have other lives.</summary>
/// <param name="Version">The version.</param>
/// <param name="Mark">Which life of the id it is of; <c>null</c> when the client does not say.</param>
internal readonly record struct SeenVersion(long Version, string? Mark)
{
    private const char Separator = '.';

    internal static SeenVersion Of(ScanSnapshot scan) => new(scan.Version, Life.MarkOf(scan));

    /// <summary>Reads what <see cref="ToString"/> has written.</summary>
    internal static bool TryParse(string text, out SeenVersion seen)
    {
        var end = text.IndexOf(Separator, StringComparison.Ordinal);
        var mark = end < 0 ? "" : text[(end + 1)..];
        var isRead = long.TryParse(end < 0 ? text : text.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out var version);
        seen = new SeenVersion(version, mark);
        return isRead && (end < 0 || (mark.Length > 0 && mark.All(char.IsAsciiHexDigitLower)));
    }

    /// <summary>Whether it is of this life of the id.</summary>
    internal bool IsOf(ScanSnapshot scan) => Mark is null || string.Equals(Mark, Life.MarkOf(scan), StringComparison.Ordinal);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Version}") + (string.IsNullOrEmpty(Mark) ? "" : Separator + Mark);
}
