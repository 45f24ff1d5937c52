using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace OpportunityScan.AspNetCore.Requests;

/// <summary>Reads the query of a request: names that are not known are refused, and everything wrong is told at once.</summary>
internal sealed class QueryReader
{
    private readonly IQueryCollection _query;
    private readonly RequestErrors _errors = new();

    internal QueryReader(HttpRequest request, bool filters, params ReadOnlySpan<string> others)
    {
        _query = request.Query;
        foreach (var name in _query.Keys)
        {
            if (others.Contains(name, StringComparer.Ordinal) || (filters && FieldNames.Filters.Contains(name, StringComparer.Ordinal))) continue;
            string[] known = [.. others, .. filters ? FieldNames.Filters : []];
            _errors.Add(name, $"The query name {RequestText.Shown(name)} is unknown; " + (known.Length == 0 ? "none is taken here." : $"known are {string.Join(", ", known)}."));
        }
    }

    /// <summary>Throws what was found to be wrong, by now.</summary>
    /// <exception cref="InvalidRequestException">Something is wrong.</exception>
    internal void Check() => _errors.Throw();

    internal ResultsFilter Filter()
    {
        var reader = new FilterReader(_errors);
        foreach (var (name, values) in _query)
        {
            switch (name)
            {
                case FieldNames.MinProfit when Number(name, values) is { } profit:
                    reader.MinProfit(profit);
                    break;
                case FieldNames.MaxCapital when Number(name, values) is { } capital:
                    reader.MaxCapital(capital);
                    break;
                case FieldNames.MinConfidence when Number(name, values) is { } confidence:
                    reader.MinConfidence(confidence);
                    break;
                default:
                    if (FieldNames.Filters.Contains(name, StringComparer.Ordinal)) reader.TryList(name, name, List(values));
                    break;
            }
        }

        if (_query.ContainsKey(FieldNames.Types) && _query.ContainsKey(FieldNames.TypesAlias)) _errors.Add(FieldNames.TypesAlias, FieldTexts.Twice);
        return reader.Filter;
    }

    internal int Whole(string name, int otherwise, int least, int most)
    {
        if (One(name) is not { } text) return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;
        _errors.Add(name, $"{RequestText.Shown(text)} is no whole number from {least} to {most}.");
        return otherwise;
    }

    internal long? Version(string name)
    {
        if (One(name) is not { } text) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)) return value;
        _errors.Add(name, $"{RequestText.Shown(text)} is no version; it must be a whole number that is not negative.");
        return null;
    }

    internal bool Flag(string name)
    {
        if (One(name) is not { } text) return false;
        if (text is "true" or "false") return text is "true";
        _errors.Add(name, $"{RequestText.Shown(text)} is neither true nor false.");
        return false;
    }

    /// <summary>The one value of a name; <c>null</c> when it is absent or empty.</summary>
    internal string? One(string name)
    {
        var values = _query[name];
        if (values.Count > 1) _errors.Add(name, $"It was given {values.Count} times; once is allowed.");
        return values.Count == 0 || string.IsNullOrEmpty(values[0]) ? null : values[0];
    }

    internal void Refuse(string name, string message) => _errors.Add(name, message);

    private decimal? Number(string name, StringValues values)
    {
        if (values.Count > 1) _errors.Add(name, $"It was given {values.Count} times; once is allowed.");
        if (string.IsNullOrEmpty(values[0])) return null;
        if (decimal.TryParse(values[0], NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) return value;
        _errors.Add(name, $"{RequestText.Shown(values[0])} is no number.");
        return null;
    }

    private static List<string> List(StringValues values)
    {
        var all = new List<string>();
        foreach (var value in values) FieldTexts.Split(value, all);
        return all;
    }
}
