using System.Text.Json;
using System.Text.Json.Nodes;
using OpportunityScan.Client;

namespace ScanConsole;

/// <summary>The JSON document of a scan that has ended: the results as the HTTP endpoints answer with them, and beside them what a status says.</summary>
internal static class ScanDocument
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    internal static string Of(ScanResults results, ConsoleOptions options)
    {
        var snapshot = results.Snapshot!;
        var document = JsonSerializer.SerializeToNode(Page(results), Format)!.AsObject();
        document.Remove("next_cursor"); // there is nobody to be asked
        document["more_results"] = results.NextOffset is not null;
        document["end_cause"] = snapshot.EndCause is { } cause ? WireNames.Snake(cause) : null;
        document["created_at"] = JsonValue.Create(snapshot.CreatedAt);
        document["ended_at"] = JsonValue.Create(snapshot.EndedAt);
        document["strategies"] = JsonSerializer.SerializeToNode(snapshot.Plan.Strategies.Zip(snapshot.Outcomes, Strategy), Format);
        document["as_of"] = AsOf.Of(results.Items) is { } day ? JsonValue.Create(day) : null;
        document["assumptions"] = JsonSerializer.SerializeToNode(MarketStrategies.Assumptions.Lines(options.Costs, options.Rate), Format);
        return document.ToJsonString(Format);
    }

    private static ResultsPage Page(ScanResults results)
    {
        var snapshot = results.Snapshot!;
        var progress = snapshot.Progress;
        var elapsed = snapshot.EndedAt - snapshot.StartedAt ?? TimeSpan.Zero;
        return new ResultsPage
        {
            ScanId = snapshot.Id.Value,
            Status = WireNames.Of(snapshot.Status),
            Partial = results.IsPartial,
            CompleteResults = snapshot.IsTerminal && progress.IsWhole,
            Version = snapshot.Version,
            TotalOpportunities = progress.Found,
            TotalMatching = results.TotalMatching,
            Expired = results.Expired,
            UserId = snapshot.Owner.Value,
            ExecutionTimeMs = Math.Round(elapsed.TotalMilliseconds, 3),
            LastUpdated = snapshot.EndedAt ?? snapshot.CreatedAt,
            Metadata = new ResultsMetadata
            {
                StrategiesCompleted = progress.Done,
                TotalStrategies = progress.Total,
                ScanDurationSeconds = Math.Round(elapsed.TotalSeconds, 3),
                Message = Explanation.Sentence(snapshot),
            },
            Progress = Progress(progress),
            ZeroReason = snapshot.ZeroReason is { } reason ? WireNames.Snake(reason) : null,
            Filters = Filters(snapshot.Parameters),
            Sort = "score",
            Opportunities = [.. results.Items.Select(o => Opportunity(o, snapshot.Plan))],
        };
    }

    private static ProgressInfo Progress(ScanProgress progress) => new()
    {
        StrategiesCompleted = progress.Done,
        TotalStrategies = progress.Total,
        OpportunitiesFoundSoFar = progress.Found,
        Percentage = (int)progress.Percentage,
        Succeeded = progress.Succeeded,
        Failed = progress.Failed,
        TimedOut = progress.TimedOut,
        Cancelled = progress.Canceled,
        Skipped = progress.Skipped,
        NotApplicable = progress.NotApplicable,
        Running = progress.Running,
        Pending = progress.Pending,
        Rejected = progress.Rejected,
        Merged = progress.Merged,
    };

    private static FiltersInfo Filters(ScanParameters parameters) => new()
    {
        Symbols = parameters["symbol"] is { IsEmpty: false } symbols ? symbols : null,
        Others = parameters.Names.Where(static n => n is not "symbol").ToDictionary(static n => n, n => JsonSerializer.SerializeToElement(parameters[n]), StringComparer.Ordinal),
    };

    private static StrategyInfo Strategy(PlannedStrategy planned, StrategyOutcome outcome) => new()
    {
        StrategyId = planned.Id.Value,
        Name = planned.Name,
        Status = WireNames.Of(outcome.Status),
        Attempt = outcome.Attempt,
        Progress = outcome.Progress,
        Found = outcome.Found,
        Rejected = outcome.Rejected,
        Merged = outcome.Merged,
        Rejections = outcome.Rejections.IsDefaultOrEmpty ? null : outcome.Rejections.ToDictionary(static r => r.Reason, static r => r.Count, StringComparer.Ordinal),
        StartedAt = outcome.StartedAt,
        ElapsedSeconds = outcome.Elapsed?.TotalSeconds,
        ErrorCode = outcome.ErrorCode,
        Message = outcome.Message,
    };

    private static OpportunityInfo Opportunity(Opportunity item, ScanPlan plan) => new()
    {
        StrategyId = item.Strategy.Value,
        StrategyName = WireNames.StrategyName(item, plan),
        OpportunityType = item.Type,
        Symbol = item.Symbol,
        Exchange = item.Exchange,
        Side = WireNames.Of(item.Side),
        ProfitPotentialUsd = item.ProfitPotential,
        ConfidenceScore = item.Confidence,
        RiskLevel = WireNames.Of(item.Risk),
        RequiredCapitalUsd = item.RequiredCapital,
        EstimatedTimeframe = item.Timeframe,
        EntryPrice = item.EntryPrice,
        ExitPrice = item.ExitPrice,
        Metadata = item.Metadata ?? JsonElement.Parse("{}"),
        DiscoveredAt = item.DiscoveredAt,
        ExpiresAt = item.ExpiresAt,
    };
}
