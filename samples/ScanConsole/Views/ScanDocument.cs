using System.Text.Json;

namespace ScanConsole;

/// <summary>The JSON document of a scan that has ended.</summary>
internal sealed record ScanDocument(
    string Id,
    string Owner,
    ScanStatus Status,
    EndCause? EndCause,
    ZeroReason? ZeroReason,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt,
    double? ElapsedSeconds,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Parameters,
    int Found,
    int Rejected,
    int Merged,
    IReadOnlyList<ScanDocument.Strategy> Strategies,
    IReadOnlyList<string> Assumptions,
    IReadOnlyList<ScanDocument.Result> Results,
    bool MoreResults)
{
    internal static ScanDocument Of(ScanResults results, ConsoleOptions options)
    {
        var snapshot = results.Snapshot!;
        var (state, progress) = (snapshot.State, snapshot.Progress);
        return new ScanDocument(
            snapshot.Id.Value, snapshot.Owner.Value, snapshot.Status, state.EndCause, snapshot.ZeroReason,
            state.CreatedAt, state.EndedAt, (state.EndedAt - state.StartedAt)?.TotalSeconds,
            snapshot.Parameters.Names.ToDictionary(n => n, IReadOnlyList<string> (n) => snapshot.Parameters[n], StringComparer.Ordinal),
            progress.Found, progress.Rejected, progress.Merged,
            [.. state.Plan.Strategies.Zip(snapshot.Outcomes, Strategy.Of)],
            MarketStrategies.Assumptions.Lines(options.Costs, options.Rate),
            [.. results.Items.Select((o, i) => Result.Of(o, i + 1))],
            results.NextOffset is not null);
    }

    internal sealed record Strategy(
        string Id, string Name, StrategyStatus Status, int Found, int Rejected, int Merged, double? ElapsedSeconds, string? ErrorCode, string? Message, bool Detached)
    {
        internal static Strategy Of(PlannedStrategy planned, StrategyOutcome outcome) => new(
            planned.Id.Value, planned.Name, outcome.Status, outcome.Found, outcome.Rejected, outcome.Merged, outcome.Elapsed?.TotalSeconds,
            outcome.ErrorCode, outcome.Message, outcome.Detached);
    }

    internal sealed record Result(
        int Rank, string Strategy, string Type, string Symbol, string Exchange, Side Side, decimal ProfitPotential, double Confidence, double Score,
        RiskLevel Risk, decimal RequiredCapital, string? Timeframe, decimal? EntryPrice, decimal? ExitPrice, DateTimeOffset? ExpiresAt,
        JsonElement? Metadata)
    {
        internal static Result Of(Opportunity o, int rank) => new(
            rank, o.Strategy.Value, o.Type, o.Symbol, o.Exchange, o.Side, o.ProfitPotential, o.Confidence, o.Score,
            o.Risk, o.RequiredCapital, o.Timeframe, o.EntryPrice, o.ExitPrice, o.ExpiresAt, o.Metadata);
    }
}
