using System.Text.Json;

namespace OpportunityScan;

/// <summary>
/// Something worth doing, as a strategy emits it. Values are checked when it is emitted; one that breaks a rule is rejected, counted and
/// explained in the strategy's outcome. Two of the same type, symbol, exchange, side and strategy are one: the better ranked is kept.
/// </summary>
public sealed record Opportunity
{
    private readonly ValueJson _metadata;

    private double _score;

    /// <summary>What kind it is, e.g. <c>spot_momentum</c>; 1 to 64 characters.</summary>
    public required string Type { get; init; }

    /// <summary>What it is about, e.g. <c>IBM</c> or <c>XOM/BA</c>; 1 to 256 characters.</summary>
    public required string Symbol { get; init; }

    /// <summary>Where; at most 64 characters. Default: empty.</summary>
    public string Exchange { get; init; } = "";

    /// <summary>Whether to buy or to sell. Default: <see cref="Side.None"/>.</summary>
    public Side Side { get; init; }

    /// <summary>What it may yield, in USD; not negative.</summary>
    public required decimal ProfitPotential { get; init; }

    /// <summary>How sure the strategy is: 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>How risky it is. Default: <see cref="RiskLevel.Medium"/>.</summary>
    public RiskLevel Risk { get; init; } = RiskLevel.Medium;

    /// <summary>What it takes, in USD; not negative. Default: 0.</summary>
    public decimal RequiredCapital { get; init; }

    /// <summary>How long it may take, as a label of the strategy's vocabulary, e.g. <c>1d</c>; at most 64 characters, <c>null</c> when unknown.</summary>
    public string? Timeframe { get; init; }

    /// <summary>Where to enter; that of a spread may be negative. <c>null</c> when that has no meaning.</summary>
    public decimal? EntryPrice { get; init; }

    /// <summary>Where to leave; that of a spread may be negative. <c>null</c> when that has no meaning.</summary>
    public decimal? ExitPrice { get; init; }

    /// <summary>Anything else, as a JSON object; at most <see cref="ScanLimits.MaxMetadataBytes"/>. Default: none.</summary>
    public JsonElement? Metadata
    {
        get => _metadata;
        init => _metadata = value;
    }

    /// <summary>When it was discovered; stamped with the time of emission unless the strategy says otherwise.</summary>
    public DateTimeOffset DiscoveredAt { get; init; }

    /// <summary>When it stops being one; after it is emitted, and not before it was discovered. <c>null</c> when unknown.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Who emitted it; stamped by the library, whatever the strategy wrote here.</summary>
    public StrategyId Strategy { get; init; }

    /// <summary>The ranker's score, higher is better; stamped by the library, whatever the strategy wrote here.</summary>
    public double Score
    {
        get => _score;
        init => _score = value;
    }

    /// <summary>Scores a copy that nobody else has seen yet, in place of copying it once more for that.</summary>
    internal void SetScore(double score) => _score = score;
}
