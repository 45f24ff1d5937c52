using System.Text.Json;

namespace ScanConsole;

/// <summary>What the HTTP answers call things, for programs that read one as well as the other.</summary>
internal static class WireNames
{
    internal static string Of(ScanStatus status) => status switch
    {
        ScanStatus.Completed => "complete",
        ScanStatus.Canceled => "cancelled",
        ScanStatus.Queued or ScanStatus.Running => "scanning",
        _ => Snake(status),
    };

    internal static string Of(StrategyStatus status) => status == StrategyStatus.Canceled ? "cancelled" : Snake(status);

    internal static string Of(Side side) => Snake(side);

    internal static string Of(RiskLevel risk) => Snake(risk);

    internal static string Snake<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    internal static string StrategyName(Opportunity item, ScanPlan plan) => plan.Strategies.FirstOrDefault(s => s.Id == item.Strategy)?.Name ?? item.Strategy.Value;
}
