using System.Globalization;
using System.Text.Json;

namespace ScanConsole;

/// <summary>Of which day the prices are that results rest on: the samples' are recorded.</summary>
internal static class AsOf
{
    /// <summary>The newest day; <c>null</c> where no result says one.</summary>
    internal static DateOnly? Of(IEnumerable<Opportunity> items) => items.Select(Day).Max();

    /// <summary>A line that says so; of several markets, from which day to which.</summary>
    internal static string? Line(IReadOnlyCollection<Opportunity> items)
    {
        if (Of(items) is not { } newest) return null;
        var oldest = items.Select(Day).Min();
        var from = oldest < newest ? string.Create(CultureInfo.InvariantCulture, $"{oldest:d MMM yyyy} to ") : "";
        return string.Create(CultureInfo.InvariantCulture, $"As of {from}{newest:d MMM yyyy}: these are recorded prices, not today's.");
    }

    private static DateOnly? Day(Opportunity item) =>
        item.Metadata is { ValueKind: JsonValueKind.Object } about && about.TryGetProperty("asOf", out var day) && day.ValueKind == JsonValueKind.String
        && DateOnly.TryParse(day.GetString(), CultureInfo.InvariantCulture, out var known) ? known : null;
}
