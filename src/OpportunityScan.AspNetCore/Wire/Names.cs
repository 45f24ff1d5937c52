using System.Diagnostics;

namespace OpportunityScan.AspNetCore.Wire;

/// <summary>What the library's values are called on the wire.</summary>
internal static class Names
{
    internal const string Scanning = "scanning";

    internal static string Of(ScanStatus status) => status switch
    {
        ScanStatus.Queued or ScanStatus.Running => Scanning,
        ScanStatus.Completed => "complete",
        ScanStatus.Failed => "failed",
        ScanStatus.TimedOut => "timed_out",
        ScanStatus.Canceled => "cancelled",
        _ => throw new UnreachableException(),
    };

    internal static string Phase(ScanState state) => state.Status switch
    {
        { } status when status.IsTerminal() => "ended",
        _ when state.CancelRequestedAt is not null => "cancelling",
        ScanStatus.Queued => "queued",
        _ => "running",
    };

    internal static string Of(StrategyStatus status) => status switch
    {
        StrategyStatus.Pending => "pending",
        StrategyStatus.Running => "running",
        StrategyStatus.Succeeded => "succeeded",
        StrategyStatus.Failed => "failed",
        StrategyStatus.TimedOut => "timed_out",
        StrategyStatus.Canceled => "cancelled",
        StrategyStatus.Skipped => "skipped",
        StrategyStatus.NotApplicable => "not_applicable",
        _ => throw new UnreachableException(),
    };

    internal static string Of(EndCause cause) => cause switch
    {
        EndCause.AllSettled => "all_settled",
        EndCause.DeadlinePassed => "deadline_passed",
        EndCause.CancelRequested => "cancel_requested",
        EndCause.AttemptsExhausted => "attempts_exhausted",
        EndCause.QueueTimedOut => "queue_timed_out",
        EndCause.WorkerStopped => "worker_stopped",
        EndCause.NotRunnable => "not_runnable",
        _ => throw new UnreachableException(),
    };

    internal static string Of(ZeroReason reason) => reason switch
    {
        ZeroReason.NoStrategyRan => "no_strategy_ran",
        ZeroReason.AllFailed => "all_failed",
        ZeroReason.FoundNone => "found_none",
        ZeroReason.AllRejected => "all_rejected",
        ZeroReason.NoneApplicable => "none_applicable",
        _ => throw new UnreachableException(),
    };

    internal static string Of(RiskLevel risk) => risk switch
    {
        RiskLevel.Low => "low",
        RiskLevel.Medium => "medium",
        RiskLevel.High => "high",
        RiskLevel.VeryHigh => "very_high",
        _ => throw new UnreachableException(),
    };

    internal static string Of(Side side) => side switch
    {
        Side.None => "none",
        Side.Buy => "buy",
        Side.Sell => "sell",
        _ => throw new UnreachableException(),
    };

    /// <summary>A side by its name; upper and lower case are the same.</summary>
    internal static bool TrySide(string text, out Side side)
    {
        (var known, side) = text.ToLowerInvariant() switch
        {
            "none" => (true, Side.None),
            "buy" => (true, Side.Buy),
            "sell" => (true, Side.Sell),
            _ => (false, default),
        };
        return known;
    }

    /// <summary>A risk level by its name; upper and lower case are the same.</summary>
    internal static bool TryRisk(string text, out RiskLevel risk)
    {
        (var known, risk) = text.ToLowerInvariant() switch
        {
            "low" => (true, RiskLevel.Low),
            "medium" => (true, RiskLevel.Medium),
            "high" => (true, RiskLevel.High),
            "very_high" => (true, RiskLevel.VeryHigh),
            _ => (false, default),
        };
        return known;
    }
}
