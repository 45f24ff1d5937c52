using System.Globalization;

namespace OpportunityScan.Redis.Serialization;

/// <summary>Reads a request's record; scripts write it (see requests.lua).</summary>
internal static class RequestCodec
{
    /// <summary>The scans of the request that may still be asked for, newest first.</summary>
    internal static IEnumerable<ScanId> NewestFirst(string packed) => packed
        .Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Select(static entry => entry.Split(','))
        .OrderByDescending(static parts => long.Parse(parts[2], CultureInfo.InvariantCulture))
        .Select(static parts => new ScanId(parts[0]));
}
