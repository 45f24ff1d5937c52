using System.Globalization;
using System.Text;
using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.Requests;

/// <summary>Filters as a query in one canonical way, and as an answer echoes them.</summary>
internal static class FilterText
{
    /// <summary>The filters as <c>?a=b&amp;c=d</c>, or empty; the same filters always give the same text.</summary>
    internal static string Query(ResultsFilter filter)
    {
        if (filter.AcceptsAll) return "";
        var query = new StringBuilder();
        Add(query, FieldNames.MinProfit, filter.MinProfit?.ToString(CultureInfo.InvariantCulture));
        Add(query, FieldNames.MaxCapital, filter.MaxCapital?.ToString(CultureInfo.InvariantCulture));
        Add(query, FieldNames.MinConfidence, filter.MinConfidence?.ToString("R", CultureInfo.InvariantCulture));
        Add(query, FieldNames.Risks, Sorted(filter.Risks.Order().Select(Names.Of)));
        Add(query, FieldNames.Sides, Sorted(filter.Sides.Order().Select(Names.Of)));
        Add(query, FieldNames.Types, Sorted(filter.Types.Order(StringComparer.Ordinal)));
        Add(query, FieldNames.Timeframes, Sorted(filter.Timeframes.Order(StringComparer.Ordinal)));
        Add(query, FieldNames.Strategies, Sorted(filter.Strategies.Order().Select(static s => s.Value)));
        Add(query, FieldNames.Symbols, Sorted(filter.Symbols.Order(StringComparer.Ordinal)));
        return query.ToString();
    }

    /// <summary>What is applied to what is shown, and the parameters that were applied to the scan itself.</summary>
    internal static FiltersBody Body(ResultsFilter filter, ScanParameters parameters, IEnumerable<KeyValuePair<string, string>> fields, string[]? strategies = null)
    {
        if (filter.AcceptsAll && parameters.Count == 0 && strategies is null) return FiltersBody.None;
        var body = filter.AcceptsAll ? new FiltersBody { StrategyIds = strategies } : new FiltersBody
        {
            MinProfit = filter.MinProfit,
            MaxCapital = filter.MaxCapital,
            MinConfidence = filter.MinConfidence,
            RiskLevels = OrNull(filter.Risks.Order().Select(Names.Of)),
            Sides = OrNull(filter.Sides.Order().Select(Names.Of)),
            Types = OrNull(filter.Types.Order(StringComparer.Ordinal)),
            Timeframes = OrNull(filter.Timeframes.Order(StringComparer.Ordinal)),
            StrategyIds = OrNull(filter.Strategies.Order().Select(static s => s.Value)) ?? strategies,
            Symbols = OrNull(filter.Symbols.Order(StringComparer.Ordinal)),
        };
        foreach (var (field, parameter) in fields)
        {
            if (parameters[parameter] is { IsEmpty: false } values) body.Apply(field, [.. values]);
        }

        return body;
    }

    private static string[]? OrNull(IEnumerable<string> values) => values.ToArray() is { Length: > 0 } some ? some : null;

    private static string? Sorted(IEnumerable<string> values) => string.Join(',', values) is { Length: > 0 } text ? text : null;

    private static void Add(StringBuilder query, string name, string? value)
    {
        if (value is not null) query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
    }
}
