using System.Collections.Immutable;

namespace OpportunityScan;

/// <summary>A wish for a scan. Everything but the owner has a default.</summary>
/// <param name="Owner">Whose scan it will be.</param>
public sealed record ScanRequest(OwnerId Owner)
{
    private readonly ValueList<StrategyId> _strategies = ImmutableArray<StrategyId>.Empty;

    /// <summary>What the strategies are asked; a name that no selected strategy understands is refused. Default: none.</summary>
    public ScanParameters Parameters { get; init; } = ScanParameters.Empty;

    /// <summary>
    /// What the caller wants to find with the scan again: names with values, as parameters have them. No strategy sees them, and they are no part of what
    /// makes two requests the same: a scan that is joined or reused has those of its own start. Default: none.
    /// </summary>
    public ScanParameters Labels { get; init; } = ScanParameters.Empty;

    /// <summary>The strategies to run; empty (the default) for all that are registered. An unknown one is refused.</summary>
    public ImmutableArray<StrategyId> Strategies
    {
        get => _strategies;
        init => _strategies = value;
    }

    /// <summary>How long the scan may run from its first claim; <c>null</c> (the default) for <see cref="OpportunityScanOptions.Deadline"/>, which it may not exceed.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>
    /// An id of the caller's choice, which makes the start idempotent: the same id with the same request gives the same scan, with another
    /// request it is refused. The scan has this id or is not started: <see cref="StartMode.Join"/> and <see cref="StartMode.Reuse"/> look at no
    /// scan of another id. <c>null</c> (the default) for a generated one.
    /// </summary>
    public ScanId? Id { get; init; }

    /// <summary>What to do when the owner already has a scan of this request. Default: <see cref="StartMode.Join"/>.</summary>
    public StartMode Mode { get; init; }
}
