using System.Collections.Frozen;

namespace OpportunityScan.AspNetCore.Requests;

/// <summary>The names that fields of a body and of a query have.</summary>
internal static class FieldNames
{
    internal const string ForceRefresh = "force_refresh";
    internal const string Symbols = "symbols";
    internal const string AssetTiers = "asset_tiers";
    internal const string Strategies = "strategy_ids";
    internal const string Types = "opportunity_type";
    internal const string TypesAlias = "strategy_types";
    internal const string Risks = "filter_by_risk_level";
    internal const string Sides = "sides";
    internal const string Timeframes = "preferred_timeframes";
    internal const string MinProfit = "min_profit_potential";
    internal const string MaxCapital = "max_required_capital";
    internal const string MinConfidence = "min_confidence";
    internal const string Limit = "limit";
    internal const string Cursor = "cursor";
    internal const string Sort = "sort";
    internal const string Partial = "partial";
    internal const string After = "after";
    internal const string Full = "full";
    internal const string Interval = "interval";
    internal const string ValidAt = "valid_at";
    internal const string Body = "body";
    internal const string IdempotencyKey = "Idempotency-Key";
    internal const string LastEventId = "Last-Event-ID";

    /// <summary>Names that a parameter of the host's own cannot have.</summary>
    internal static FrozenSet<string> Reserved { get; } = FrozenSet.Create(
        StringComparer.Ordinal, ForceRefresh, Strategies, Types, TypesAlias, Risks, Sides, Timeframes, MinProfit, MaxCapital, MinConfidence);

    /// <summary>What an answer may be filtered by, in a query.</summary>
    internal static string[] Filters { get; } = [MinProfit, MaxCapital, MinConfidence, Risks, Sides, Types, TypesAlias, Timeframes, Strategies, Symbols];
}
