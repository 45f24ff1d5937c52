using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ScanConsole;

/// <summary>Nothing while the scan runs, a row per result in the end (RFC 4180), under the names that the HTTP answers have.</summary>
internal sealed class CsvView(TextWriter output) : IScanView
{
    private static readonly (string Name, Func<Opportunity, ScanPlan, string> Cell)[] Columns =
    [
        ("strategy_id", static (o, _) => o.Strategy.Value),
        ("strategy_name", WireNames.StrategyName),
        ("opportunity_type", static (o, _) => o.Type),
        ("symbol", static (o, _) => o.Symbol),
        ("exchange", static (o, _) => o.Exchange),
        ("side", static (o, _) => WireNames.Of(o.Side)),
        ("profit_potential_usd", static (o, _) => Text(o.ProfitPotential)),
        ("confidence_score", static (o, _) => o.Confidence.ToString("R", CultureInfo.InvariantCulture)),
        ("risk_level", static (o, _) => WireNames.Of(o.Risk)),
        ("required_capital_usd", static (o, _) => Text(o.RequiredCapital)),
        ("estimated_timeframe", static (o, _) => o.Timeframe ?? ""),
        ("entry_price", static (o, _) => Text(o.EntryPrice)),
        ("exit_price", static (o, _) => Text(o.ExitPrice)),
        ("discovered_at", static (o, _) => Text(o.DiscoveredAt)),
        ("expires_at", static (o, _) => Text(o.ExpiresAt)),
        ("metadata", static (o, _) => o.Metadata?.GetRawText() ?? ""),
    ];

    public LogLevel LogLevel => LogLevel.Warning;

    public async Task FollowAsync(IAsyncEnumerable<ScanSnapshot> snapshots)
    {
        await foreach (var snapshot in snapshots)
        {
            if (snapshot.IsTerminal) return;
        }
    }

    public void Show(ScanResults results)
    {
        Line(["rank", .. Columns.Select(static c => c.Name)]);
        foreach (var (i, item) in results.Items.Index())
            Line([(i + 1).ToString(CultureInfo.InvariantCulture), .. Columns.Select(c => c.Cell(item, results.Snapshot!.Plan))]);
    }

    private void Line(IEnumerable<string> cells) => output.Write(string.Join(',', cells.Select(Quoted)) + "\r\n");

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Text(decimal? amount) => amount?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Text(DateTimeOffset? instant) => instant?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) ?? "";
}
