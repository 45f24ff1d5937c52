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
        foreach (var (name, values) in Values(filter))
            query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(string.Join(',', values)));
        return query.ToString();
    }

    /// <summary>The names of the filters that are applied, with their values, always in the same order.</summary>
    internal static IEnumerable<(string Name, string[] Values)> Values(ResultsFilter filter)
    {
        (string Name, string[] Values)[] all =
        [
            (FieldNames.MinProfit, One(filter.MinProfit?.ToString(CultureInfo.InvariantCulture))),
            (FieldNames.MaxCapital, One(filter.MaxCapital?.ToString(CultureInfo.InvariantCulture))),
            (FieldNames.MinConfidence, One(filter.MinConfidence?.ToString("R", CultureInfo.InvariantCulture))),
            (FieldNames.Risks, [.. filter.Risks.Order().Select(Names.Of)]),
            (FieldNames.Sides, [.. filter.Sides.Order().Select(Names.Of)]),
            (FieldNames.Types, [.. filter.Types.Order(StringComparer.Ordinal)]),
            (FieldNames.Timeframes, [.. filter.Timeframes.Order(StringComparer.Ordinal)]),
            (FieldNames.Strategies, [.. filter.Strategies.Order().Select(static s => s.Value)]),
            (FieldNames.Symbols, [.. filter.Symbols.Order(StringComparer.Ordinal)]),
        ];
        return all.Where(static f => f.Values.Length > 0);
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

    private static string[] One(string? value) => value is null ? [] : [value];
}
