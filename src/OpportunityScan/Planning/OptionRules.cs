namespace OpportunityScan.Planning;

/// <summary>The rules of the options, as a pure function; every error names option, value and rule.</summary>
internal static class OptionRules
{
    internal static readonly TimeSpan ShortestTime = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);
    private static readonly TimeSpan OneYear = TimeSpan.FromDays(365);

    internal static List<string> Violations(OpportunityScanOptions o)
    {
        var errors = new List<string>();
        Check(errors, nameof(o.Deadline), o.Deadline, ShortestTime, OneDay);
        if (o.StrategyTimeout is { } timeout) Check(errors, nameof(o.StrategyTimeout), timeout, ShortestTime, o.Deadline, " (the Deadline)");
        Check(errors, nameof(o.StopGrace), o.StopGrace, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Check(errors, nameof(o.QueueTimeout), o.QueueTimeout, ShortestTime, OneDay);
        if (o.Retention <= o.Deadline || o.Retention > OneYear)
            errors.Add($"OpportunityScanOptions.Retention is {o.Retention}; it must be more than the Deadline ({o.Deadline}) and at most {OneYear}.");
        Check(errors, nameof(o.TombstoneRetention), o.TombstoneRetention, TimeSpan.Zero, OneYear);
        Check(errors, nameof(o.LeaseDuration), o.LeaseDuration, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10));
        Check(errors, nameof(o.PollInterval), o.PollInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10));
        Check(errors, nameof(o.MaxAttempts), o.MaxAttempts, 1, 100);
        Check(errors, nameof(o.MaxConcurrentScans), o.MaxConcurrentScans, 1, 10_000);
        Check(errors, nameof(o.MaxConcurrentStrategies), o.MaxConcurrentStrategies, 1, 10_000);
        Check(errors, nameof(o.TopCount), o.TopCount, 0, 100);
        Check(errors, "Limits.MaxActiveScansPerOwner", o.Limits.MaxActiveScansPerOwner, 1, 10_000);
        Check(errors, "Limits.MaxStrategies", o.Limits.MaxStrategies, 1, 10_000);
        Check(errors, "Limits.MaxParameters", o.Limits.MaxParameters, 0, 10_000);
        Check(errors, "Limits.MaxParameterValues", o.Limits.MaxParameterValues, 1, 100_000);
        Check(errors, "Limits.MaxParameterLength", o.Limits.MaxParameterLength, 1, 100_000);
        Check(errors, "Limits.MaxOpportunitiesPerStrategy", o.Limits.MaxOpportunitiesPerStrategy, 1, 1_000_000);
        Check(errors, "Limits.MaxBytesPerStrategy", o.Limits.MaxBytesPerStrategy, 1_024, 1_073_741_824);
        Check(errors, "Limits.MaxMetadataBytes", o.Limits.MaxMetadataBytes, 0, 16_777_216);
        Check(errors, "Limits.MaxMetadataDepth", o.Limits.MaxMetadataDepth, 1, ScanLimits.DeepestMetadata);
        Check(errors, "Limits.MaxPageBytes", o.Limits.MaxPageBytes, 1_024, 1_073_741_824);
        Check(errors, "Limits.MaxPageSize", o.Limits.MaxPageSize, 1, 100_000);
        return errors;
    }

    internal static List<string> Violations(InMemoryStoreOptions o)
    {
        var errors = new List<string>();
        Check(errors, nameof(o.MaxRetainedScans), o.MaxRetainedScans, 1, 10_000_000, type: nameof(InMemoryStoreOptions));
        Check(errors, nameof(o.MaxTombstones), o.MaxTombstones, 0, 10_000_000, type: nameof(InMemoryStoreOptions));
        Check(errors, nameof(o.MaxQueuedScans), o.MaxQueuedScans, 1, 10_000_000, type: nameof(InMemoryStoreOptions));
        return errors;
    }

    private static void Check<T>(
        List<string> errors, string option, T value, T least, T most, string note = "", string type = nameof(OpportunityScanOptions))
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            errors.Add($"{type}.{option} is {value}; it must be from {least} to {most}{note}.");
    }
}
