using System.Security.Cryptography;
using System.Text;

namespace OpportunityScan.AspNetCore.Caching;

/// <summary>
/// What tells the lives of an id apart, in validators, event ids and cursors. An id that was drawn has one life only, and no mark; one that a caller
/// chose may come again after a store was emptied, with versions that say nothing about those before.
/// </summary>
internal static class Life
{
    private const int MarkBytes = 6;

    /// <summary>The mark; empty where the id was drawn for the scan.</summary>
    internal static string MarkOf(ScanSnapshot scan)
    {
        var incarnation = scan.State.Incarnation;
        return string.Equals(incarnation, scan.Id.Value, StringComparison.Ordinal)
            ? ""
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(incarnation)).AsSpan(0, MarkBytes));
    }

    /// <summary>Whether two snapshots are of the same life.</summary>
    internal static bool IsSame(ScanSnapshot one, ScanSnapshot other) =>
        string.Equals(one.State.Incarnation, other.State.Incarnation, StringComparison.Ordinal);
}
