namespace OpportunityScan.Client;

/// <summary>A scan that was started, joined or reused.</summary>
public sealed record StartedScan
{
    /// <summary>The scan. From now on every read of it finds it, until its retention ends.</summary>
    public required string ScanId { get; init; }

    /// <summary><c>initiated</c> for a new scan, <c>scanning</c> for one that was joined, <c>complete</c> (or as it ended) for one that was reused.</summary>
    public required string Status { get; init; }

    /// <summary>What happened, for people.</summary>
    public required string Message { get; init; }

    /// <summary>Where its status is, with the filters of the start.</summary>
    public required string PollUrl { get; init; }

    /// <summary>Where its results are, with the filters of the start.</summary>
    public required string ResultsUrl { get; init; }

    /// <summary>Where its changes are streamed, with the filters of the start.</summary>
    public required string EventsUrl { get; init; }

    /// <summary>How often to poll, in seconds.</summary>
    public double PollingIntervalSeconds { get; init; }

    /// <summary>How long it will probably take, in seconds; <c>null</c> while that is not known.</summary>
    public double? EstimatedCompletionSeconds { get; init; }

    /// <summary>The same as an interval.</summary>
    public EstimateInfo? Estimate { get; init; }

    /// <summary>How far it is.</summary>
    public required ProgressInfo Progress { get; init; }

    /// <summary>What is applied.</summary>
    public required FiltersInfo Filters { get; init; }

    /// <summary>Fields of the request that were accepted, and that nobody uses.</summary>
    public IReadOnlyList<string> IgnoredFields { get; init; } = [];
}

/// <summary>The answer to a wish to cancel.</summary>
public sealed record CanceledScan
{
    /// <summary>The scan.</summary>
    public required string ScanId { get; init; }

    /// <summary>Where it stands now; it turns to <c>cancelled</c> once every strategy has stopped.</summary>
    public required string Status { get; init; }

    /// <summary>What happened, for people.</summary>
    public required string Message { get; init; }

    /// <summary>Where its status is.</summary>
    public required string PollUrl { get; init; }
}
