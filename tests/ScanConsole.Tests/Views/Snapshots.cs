using System.Collections.Immutable;

namespace ScanConsole.Tests.Views;

/// <summary>Snapshots of scans that never ran, for what is shown of them.</summary>
internal static class Snapshots
{
    internal static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    internal static readonly ConsoleOptions Options = new() { Owner = new OwnerId("tests"), Top = 10 };

    internal static ScanSnapshot Of(ScanStatus status, IEnumerable<StrategyOutcome> outcomes, IEnumerable<Opportunity>? top = null, ScanEstimate? estimate = null)
    {
        ImmutableArray<StrategyOutcome> all = [.. outcomes];
        var plan = new ScanPlan
        {
            Key = new ScanKey(new OwnerId("tests"), new ScanId("s1")),
            Incarnation = "s1",
            Fingerprint = new Fingerprint("f"),
            Parameters = ScanParameters.Empty,
            Strategies = [.. all.Select(o => new PlannedStrategy(o.Strategy, "The " + o.Strategy, "1", TimeSpan.FromMinutes(1)))],
            Deadline = TimeSpan.FromMinutes(1),
            QueueTimeout = TimeSpan.FromMinutes(1),
            Retention = TimeSpan.FromHours(1),
            TombstoneRetention = TimeSpan.FromHours(1),
            MaxAttempts = 1,
        };
        var state = new ScanState
        {
            Plan = plan,
            Status = status,
            CreatedAt = Start,
            StartedAt = Start,
            EndedAt = status.IsTerminal() ? Start.AddSeconds(4) : null,
            Outcomes = all,
        };
        return new ScanSnapshot(state, [.. top ?? []], estimate);
    }

    internal static ScanResults Results(ScanSnapshot snapshot, params ImmutableArray<Opportunity> items) =>
        new() { Lookup = new ScanLookup(LookupStatus.Found, snapshot, default), Items = items };

    internal static StrategyOutcome Outcome(string id, StrategyStatus status, int found = 0, double? progress = null, string? message = null) => new()
    {
        Strategy = new StrategyId(id),
        Status = status,
        StartedAt = status is StrategyStatus.Pending or StrategyStatus.Skipped ? null : Start,
        Elapsed = status.IsSettled() ? TimeSpan.FromSeconds(2) : null,
        Found = found,
        Progress = progress,
        ErrorCode = message is null ? null : "code",
        Message = message,
    };

    internal static Opportunity Opportunity(string symbol, decimal profit = 12.5m) => new()
    {
        Type = "breakout",
        Strategy = new StrategyId("breakout"),
        Symbol = symbol,
        Side = Side.Sell,
        ProfitPotential = profit,
        Confidence = 0.625,
        Risk = RiskLevel.VeryHigh,
        RequiredCapital = 1_234.5m,
        Timeframe = "10d",
        EntryPrice = 45.2m,
    };
}
