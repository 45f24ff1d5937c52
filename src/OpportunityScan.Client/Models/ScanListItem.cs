namespace OpportunityScan.Client;

/// <summary>A scan in a list.</summary>
public sealed record ScanListItem
{
    /// <summary>The scan.</summary>
    public required string ScanId { get; init; }

    /// <summary><c>scanning</c>, <c>complete</c>, <c>failed</c>, <c>timed_out</c> or <c>cancelled</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Rises with every change.</summary>
    public long Version { get; init; }

    /// <summary>When it was stored.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it first ran; <c>null</c> while queued.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; <c>null</c> until then.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How long it ran, in seconds; <c>null</c> until it has ended, and when it never ran.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>How far it is.</summary>
    public required ProgressInfo Progress { get; init; }

    /// <summary>Its strategies.</summary>
    public IReadOnlyList<PlannedStrategyInfo> Strategies { get; init; } = [];

    /// <summary>What was applied to the scan, and what its start wanted to be shown of it.</summary>
    public required FiltersInfo Filters { get; init; }

    /// <summary>Where its status is.</summary>
    public required string PollUrl { get; init; }

    /// <summary>Where its results are.</summary>
    public required string ResultsUrl { get; init; }
}

/// <summary>One strategy of a scan in a list.</summary>
public sealed record PlannedStrategyInfo
{
    /// <summary>The strategy.</summary>
    public required string StrategyId { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Name { get; init; }
}

/// <summary>A page of the owner's scans, newest first.</summary>
public sealed record ScanList
{
    /// <summary>The scans, newest first.</summary>
    public IReadOnlyList<ScanListItem> Scans { get; init; } = [];

    /// <summary>What to ask the next page with; <c>null</c> when there is none.</summary>
    public string? NextCursor { get; init; }
}
