using System.Text.Json;

namespace OpportunityScan.Client;

/// <summary>Something worth doing, as a strategy found it.</summary>
public sealed record OpportunityInfo
{
    /// <summary>The strategy that found it.</summary>
    public required string StrategyId { get; init; }

    /// <summary>The strategy's name for people.</summary>
    public required string StrategyName { get; init; }

    /// <summary>What kind it is.</summary>
    public required string OpportunityType { get; init; }

    /// <summary>What it is about.</summary>
    public required string Symbol { get; init; }

    /// <summary>Where; may be empty.</summary>
    public required string Exchange { get; init; }

    /// <summary><c>buy</c>, <c>sell</c> or <c>none</c>.</summary>
    public required string Side { get; init; }

    /// <summary>What it may yield, in USD.</summary>
    public decimal ProfitPotentialUsd { get; init; }

    /// <summary>How sure the strategy is: 0 to 1.</summary>
    public double ConfidenceScore { get; init; }

    /// <summary><c>low</c>, <c>medium</c>, <c>high</c> or <c>very_high</c>.</summary>
    public required string RiskLevel { get; init; }

    /// <summary>What it takes, in USD.</summary>
    public decimal RequiredCapitalUsd { get; init; }

    /// <summary>How long it may take, in the strategy's vocabulary; <c>null</c> when unknown.</summary>
    public string? EstimatedTimeframe { get; init; }

    /// <summary>Where to enter; <c>null</c> when that has no meaning.</summary>
    public decimal? EntryPrice { get; init; }

    /// <summary>Where to leave; <c>null</c> when that has no meaning.</summary>
    public decimal? ExitPrice { get; init; }

    /// <summary>Anything else the strategy says; an object.</summary>
    public JsonElement Metadata { get; init; }

    /// <summary>When it was discovered.</summary>
    public DateTimeOffset DiscoveredAt { get; init; }

    /// <summary>When it stops being one; <c>null</c> when unknown.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A page of results.</summary>
public sealed record ResultsPage
{
    /// <summary>The scan.</summary>
    public required string ScanId { get; init; }

    /// <summary><c>scanning</c>, <c>complete</c>, <c>failed</c>, <c>timed_out</c> or <c>cancelled</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Whether the scan has not ended, so that more may come and the order may change.</summary>
    public bool Partial { get; init; }

    /// <summary>Whether the scan has ended and every strategy succeeded or had nothing to say, so that nothing is missing.</summary>
    public bool CompleteResults { get; init; }

    /// <summary>The scan's version.</summary>
    public long Version { get; init; }

    /// <summary>How many opportunities the scan has found, whatever the filters.</summary>
    public int TotalOpportunities { get; init; }

    /// <summary>How many opportunities pass the filters, on whichever page.</summary>
    public int? TotalMatching { get; init; }

    /// <summary>How many more would pass, but had expired.</summary>
    public int? Expired { get; init; }

    /// <summary>Whose scan it is.</summary>
    public required string UserId { get; init; }

    /// <summary>How long the scan has run, in milliseconds.</summary>
    public double ExecutionTimeMs { get; init; }

    /// <summary>Up to when the results are: the end of the scan, or the time of the answer while it runs.</summary>
    public DateTimeOffset LastUpdated { get; init; }

    /// <summary>How the scan went, in short.</summary>
    public required ResultsMetadata Metadata { get; init; }

    /// <summary>How far the scan is.</summary>
    public required ProgressInfo Progress { get; init; }

    /// <summary>Why it found nothing; <c>null</c> when it found something or has not ended.</summary>
    public string? ZeroReason { get; init; }

    /// <summary>What is applied.</summary>
    public required FiltersInfo Filters { get; init; }

    /// <summary><c>score</c>, <c>profit</c>, <c>confidence</c>, <c>capital</c> or <c>discovered</c>.</summary>
    public required string Sort { get; init; }

    /// <summary>The opportunities, in the order of <see cref="Sort"/>.</summary>
    public IReadOnlyList<OpportunityInfo> Opportunities { get; init; } = [];

    /// <summary>What to ask the next page with; <c>null</c> when there is none.</summary>
    public string? NextCursor { get; init; }
}

/// <summary>How a scan went, in short.</summary>
public sealed record ResultsMetadata
{
    /// <summary>How many strategies came to an end of their own.</summary>
    public int StrategiesCompleted { get; init; }

    /// <summary>How many strategies the scan has.</summary>
    public int TotalStrategies { get; init; }

    /// <summary>How long the scan has run, in seconds.</summary>
    public double ScanDurationSeconds { get; init; }

    /// <summary>Where it stands, for people.</summary>
    public required string Message { get; init; }
}
