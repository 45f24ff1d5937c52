namespace ScanConsole;

/// <summary>Statuses as people read them.</summary>
internal static class StatusText
{
    internal static string Words(this StrategyStatus status) => status switch
    {
        StrategyStatus.Pending => "waiting",
        StrategyStatus.Running => "running",
        StrategyStatus.Succeeded => "done",
        StrategyStatus.Failed => "failed",
        StrategyStatus.TimedOut => "timed out",
        StrategyStatus.Canceled => "canceled",
        StrategyStatus.NotApplicable => "n/a",
        _ => "never ran",
    };

    internal static string Words(this RiskLevel risk) => risk == RiskLevel.VeryHigh ? "very high" : risk.ToString().ToLowerInvariant();

    /// <summary>A side, or a dash where both are traded.</summary>
    internal static string Words(this Side side) => side == Side.None ? "-" : side.ToString().ToLowerInvariant();

    /// <summary>The colour of a status, in the terminal's own palette.</summary>
    internal static string Colour(this StrategyStatus status) => status switch
    {
        StrategyStatus.Running => "blue",
        StrategyStatus.Succeeded => "green",
        StrategyStatus.Failed => "red",
        StrategyStatus.TimedOut or StrategyStatus.Canceled => "yellow",
        _ => "grey",
    };
}
