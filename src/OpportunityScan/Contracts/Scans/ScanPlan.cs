using System.Collections.Immutable;

namespace OpportunityScan;

/// <summary>One strategy as it was planned.</summary>
/// <param name="Id">The strategy.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Version">Its version; part of the fingerprint.</param>
/// <param name="Timeout">How long it may run; at most the scan's deadline.</param>
public sealed record PlannedStrategy(StrategyId Id, string Name, string Version, TimeSpan Timeout);

/// <summary>What a scan will do, decided when it is started and never changed: the request, normalised and completed.</summary>
public sealed record ScanPlan
{
    private readonly ValueList<PlannedStrategy> _strategies;

    /// <summary>What the scan is found by.</summary>
    public required ScanKey Key { get; init; }

    /// <summary>
    /// Which life of the id this is, drawn at random when it is planned. A store that lost data, or whose tombstones are short, may see an id
    /// again; what was read of one incarnation says nothing about another.
    /// </summary>
    public required string Incarnation { get; init; }

    /// <summary>What makes two requests the same.</summary>
    public required Fingerprint Fingerprint { get; init; }

    /// <summary>The parameters as they are applied.</summary>
    public required ScanParameters Parameters { get; init; }

    /// <summary>What the caller who started it wanted to find with it again. Default: none.</summary>
    public ScanParameters Labels { get; init; } = ScanParameters.Empty;

    /// <summary>The strategies; at least one, ids distinct.</summary>
    public required ImmutableArray<PlannedStrategy> Strategies
    {
        get => _strategies;
        init => _strategies = value;
    }

    /// <summary>How long the scan may run from its first claim.</summary>
    public required TimeSpan Deadline { get; init; }

    /// <summary>How long it may wait for its first claim.</summary>
    public required TimeSpan QueueTimeout { get; init; }

    /// <summary>How long it is kept after it has ended.</summary>
    public required TimeSpan Retention { get; init; }

    /// <summary>How long, after that, it is still answered with <see cref="LookupStatus.Expired"/>.</summary>
    public required TimeSpan TombstoneRetention { get; init; }

    /// <summary>How many workers may die under it before it is given up; at least 1.</summary>
    public required int MaxAttempts { get; init; }
}
