namespace OpportunityScan.AspNetCore.Wire;

/// <summary>Where a scan stands, in a sentence for people.</summary>
internal static class Messages
{
    internal static string Of(ScanSnapshot scan, ScanProgress progress) => scan.Status switch
    {
        ScanStatus.Queued => "The scan waits for a worker.",
        ScanStatus.Running when scan.State.CancelRequestedAt is not null => $"The scan is being cancelled; {Counts(progress)}.",
        ScanStatus.Running => $"The scan is running; {Counts(progress)}.",
        ScanStatus.Completed => $"The scan is complete; {Counts(progress)}.",
        ScanStatus.TimedOut => $"The scan ran out of time; {Counts(progress)}.",
        ScanStatus.Canceled => $"The scan was cancelled; {Counts(progress)}.",
        _ => $"The scan failed; {Counts(progress)}.",
    };

    private static string Counts(ScanProgress p) =>
        $"{p.Done} of {p.Total} strategies done{Part(p.Canceled, "cancelled")}{Part(p.Skipped, "never ran")}, {p.Found} opportunities found";

    private static string Part(int count, string what) => count == 0 ? "" : $", {count} {what}";
}
