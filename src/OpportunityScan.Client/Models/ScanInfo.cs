namespace OpportunityScan.Client;

/// <summary>A scan at one version.</summary>
public sealed record ScanInfo
{
    /// <summary>The scan.</summary>
    public required string ScanId { get; init; }

    /// <summary><c>scanning</c>, <c>complete</c>, <c>failed</c>, <c>timed_out</c> or <c>cancelled</c>.</summary>
    public required string Status { get; init; }

    /// <summary>More exact than the status: <c>queued</c>, <c>running</c>, <c>cancelling</c> or <c>ended</c>.</summary>
    public required string Phase { get; init; }

    /// <summary>Whether it has ended; then nothing of it changes any more.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasEnded => Phase is "ended";

    /// <summary>Where it stands, for people.</summary>
    public required string Message { get; init; }

    /// <summary>Rises with every change.</summary>
    public long Version { get; init; }

    /// <summary>How many opportunities it has found, whatever the filters.</summary>
    public int TotalOpportunities { get; init; }

    /// <summary>How far it is.</summary>
    public required ProgressInfo Progress { get; init; }

    /// <summary>Its strategies.</summary>
    public IReadOnlyList<StrategyInfo> Strategies { get; init; } = [];

    /// <summary>The best opportunities so far that pass the filters, best first; at most 10.</summary>
    public IReadOnlyList<OpportunityInfo> PartialResults { get; init; } = [];

    /// <summary>How long it will probably still take, in seconds; 0 once it has ended, <c>null</c> while that is not known.</summary>
    public double? EstimatedTimeRemainingSeconds { get; init; }

    /// <summary>The same as an interval; <c>null</c> while that is not known, and once it has ended.</summary>
    public EstimateInfo? Estimate { get; init; }

    /// <summary>Where its status is.</summary>
    public required string PollUrl { get; init; }

    /// <summary>Where its results are.</summary>
    public required string ResultsUrl { get; init; }

    /// <summary>Where its changes are streamed.</summary>
    public required string EventsUrl { get; init; }

    /// <summary>When it was stored.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it first ran; <c>null</c> while queued.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it must have ended; <c>null</c> while queued.</summary>
    public DateTimeOffset? DeadlineAt { get; init; }

    /// <summary>When it ended; <c>null</c> until then.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Until when it is kept; <c>null</c> until it has ended.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Why it ended; <c>null</c> until it has.</summary>
    public string? EndCause { get; init; }

    /// <summary>Why it found nothing; <c>null</c> when it found something or has not ended.</summary>
    public string? ZeroReason { get; init; }

    /// <summary>What is applied.</summary>
    public required FiltersInfo Filters { get; init; }
}

/// <summary>How far a scan is.</summary>
public sealed record ProgressInfo
{
    /// <summary>How many strategies came to an end of their own.</summary>
    public int StrategiesCompleted { get; init; }

    /// <summary>How many strategies the scan has.</summary>
    public int TotalStrategies { get; init; }

    /// <summary>How many distinct opportunities were found.</summary>
    public int OpportunitiesFoundSoFar { get; init; }

    /// <summary>0 to 100.</summary>
    public int Percentage { get; init; }

    /// <summary>How many ran to their end.</summary>
    public int Succeeded { get; init; }

    /// <summary>How many failed.</summary>
    public int Failed { get; init; }

    /// <summary>How many exceeded their time.</summary>
    public int TimedOut { get; init; }

    /// <summary>How many were canceled.</summary>
    public int Cancelled { get; init; }

    /// <summary>How many never ran.</summary>
    public int Skipped { get; init; }

    /// <summary>How many had nothing to say about what was asked; that is no failure.</summary>
    public int NotApplicable { get; init; }

    /// <summary>How many are running.</summary>
    public int Running { get; init; }

    /// <summary>How many are waiting.</summary>
    public int Pending { get; init; }

    /// <summary>How many emitted opportunities were not accepted.</summary>
    public int Rejected { get; init; }

    /// <summary>How many emitted opportunities another one stands for.</summary>
    public int Merged { get; init; }
}

/// <summary>One strategy of a scan.</summary>
public sealed record StrategyInfo
{
    /// <summary>The strategy.</summary>
    public required string StrategyId { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Name { get; init; }

    /// <summary><c>pending</c>, <c>running</c>, <c>succeeded</c>, <c>failed</c>, <c>timed_out</c>, <c>cancelled</c>, <c>skipped</c> or <c>not_applicable</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The scan's attempt in which it last ran, from 1; 0 while it never ran.</summary>
    public int Attempt { get; init; }

    /// <summary>How far it says it is, 0 to 1; <c>null</c> when it says nothing.</summary>
    public double? Progress { get; init; }

    /// <summary>How many distinct opportunities it found so far.</summary>
    public int Found { get; init; }

    /// <summary>How many of what it emitted was not accepted.</summary>
    public int Rejected { get; init; }

    /// <summary>How many of what it emitted another one stands for.</summary>
    public int Merged { get; init; }

    /// <summary>Why what was not accepted was not, and how many of each; <c>null</c> when all was.</summary>
    public IReadOnlyDictionary<string, int>? Rejections { get; init; }

    /// <summary>When it last started; <c>null</c> while it never ran.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How long it ran, in seconds; <c>null</c> until it has ended, and when it never ran.</summary>
    public double? ElapsedSeconds { get; init; }

    /// <summary>What went wrong, for programs; <c>null</c> when nothing did.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>What went wrong, or why it does not apply, for people; <c>null</c> when nothing did.</summary>
    public string? Message { get; init; }
}

/// <summary>How long a scan will probably still take.</summary>
public sealed record EstimateInfo
{
    /// <summary>As likely less as more, from the time of the answer; 0 when it has passed.</summary>
    public double P50Seconds { get; init; }

    /// <summary>Less in nine of ten cases; <c>null</c> while too few scans have ended to know.</summary>
    public double? P90Seconds { get; init; }

    /// <summary>When that is, by the store's clock; <c>null</c> while the scan has not begun.</summary>
    public DateTimeOffset? P50At { get; init; }

    /// <summary>When that is; <c>null</c> while the scan has not begun, or too few have ended to know.</summary>
    public DateTimeOffset? P90At { get; init; }
}
