using Microsoft.Extensions.Logging;

namespace ScanConsole;

/// <summary>How a scan is shown.</summary>
internal interface IScanView
{
    /// <summary>From which level on log messages go to standard error without disturbing the view.</summary>
    LogLevel LogLevel { get; }

    /// <summary>Shows the scan while it runs; returns once it has ended.</summary>
    Task FollowAsync(IAsyncEnumerable<ScanSnapshot> snapshots);

    /// <summary>Shows what was found in the end, and explains what was not.</summary>
    void Show(ScanResults results);
}
