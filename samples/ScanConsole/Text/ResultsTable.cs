using System.Globalization;
using System.Text.Json;

namespace ScanConsole;

/// <summary>The ranked results as a text table.</summary>
internal static class ResultsTable
{
    private const string Indent = "    ";

    private static readonly TextColumn<(Opportunity Item, int Rank)>[] Columns =
    [
        new("#", r => r.Rank.ToString(CultureInfo.InvariantCulture), Keep: 9, Least: 2, Right: true),
        new("Symbol", r => r.Item.Symbol, Keep: 11, Least: 17, Squeezed: 9),
        new("Strategy", r => r.Item.Strategy.Value, Keep: 3, Least: 22, Squeezed: 14),
        new("Side", r => r.Item.Side.Words(), Keep: 10, Least: 4),
        new("Profit", r => Usd(r.Item.ProfitPotential), Keep: 8, Least: 7, Right: true),
        new("Conf", r => Percent(r.Item.Confidence), Keep: 8, Least: 4, Right: true),
        new("Capital", r => WholeUsd(r.Item.RequiredCapital), Keep: 5, Least: 8, Right: true),
        new("Risk", r => r.Item.Risk.Words(), Keep: 7, Least: 9),
        new("Time", r => r.Item.Timeframe ?? "", Keep: 6, Least: 4, Right: true),
        new("Enter", r => Price(r.Item.EntryPrice), Keep: 2, Least: 7, Right: true),
        new("Leave", r => Price(r.Item.ExitPrice), Keep: 1, Least: 7, Right: true),
    ];

    /// <summary>The heading, then a line per result, best first.</summary>
    internal static IReadOnlyList<string> Lines(IEnumerable<Opportunity> items, int width) =>
        [.. TextTable.Lines([.. items.Select((o, i) => (o, i + 1))], Columns, width)];

    /// <summary>The heading, then for each result its line and, indented, the reason that its strategy gave.</summary>
    internal static IEnumerable<(string Text, bool IsReason)> LinesWithReasons(IReadOnlyList<Opportunity> items, int width)
    {
        var lines = Lines(items, width);
        yield return (lines[0], false);
        for (var i = 0; i < items.Count; i++)
        {
            yield return (lines[i + 1], false);
            foreach (var line in TextTable.Wrap(Reason(items[i]), width - Indent.Length)) yield return (Indent + line, true);
        }
    }

    internal static string Usd(decimal amount) => amount.ToString("$#,##0.00", CultureInfo.InvariantCulture);

    private static string WholeUsd(decimal amount) => amount.ToString("$#,##0", CultureInfo.InvariantCulture);

    private static string Percent(double fraction) => fraction.ToString("0 %", CultureInfo.InvariantCulture);

    private static string Price(decimal? price) => price?.ToString("0.00", CultureInfo.InvariantCulture) ?? "";

    private static string Reason(Opportunity item) =>
        item.Metadata is { ValueKind: JsonValueKind.Object } about && about.TryGetProperty("why", out var why) ? why.GetString() ?? "" : "";
}
