namespace OpportunityScan.AspNetCore.Calls;

/// <summary>The endpoints' addresses below the prefix.</summary>
internal static class Patterns
{
    internal const string ScanId = "scan_id";

    /// <summary>In place of an id: the owner's newest scan.</summary>
    internal const string LatestId = "latest";

    internal const string Discover = "/discover";
    internal const string Status = "/status/{scan_id}";
    internal const string Results = "/results/{scan_id}";
    internal const string Events = "/events/{scan_id}";
    internal const string Cancel = "/{scan_id}";
    internal const string Latest = "/latest";
    internal const string List = "/";
}
