namespace ScanWeb;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCodes
{
    internal const int Stopped = 0;

    /// <summary>An address cannot be listened on, or the settings make no sense.</summary>
    internal const int Failed = 1;
    internal const int Usage = 2;
    internal const int StoreUnavailable = 3;
}
