namespace ScanConsole;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCodes
{
    internal const int Completed = 0;
    internal const int Failed = 1;
    internal const int Usage = 2;
    internal const int StoreUnavailable = 3;

    /// <summary>The shell's convention for a process ended by SIGINT: 128 + 2.</summary>
    internal const int Canceled = 130;

    /// <summary>The exit code of a scan that ended so.</summary>
    internal static int Of(ScanStatus status) => status switch
    {
        ScanStatus.Completed => Completed,
        ScanStatus.Canceled => Canceled,
        _ => Failed,
    };
}
