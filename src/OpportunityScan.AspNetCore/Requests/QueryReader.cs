using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace OpportunityScan.AspNetCore.Requests;

/// <summary>Reads the query of a request: names that are not known are refused, and everything wrong is told at once.</summary>
internal sealed class QueryReader
{
    private readonly IQueryCollection _query;
    private readonly RequestErrors _errors = new();

    internal QueryReader(IQueryCollection query, bool filters, params ReadOnlySpan<string> others)
    {
        _query = query;
        foreach (var name in _query.Keys)
        {
            if (others.Contains(name, StringComparer.Ordinal) || (filters && FieldNames.Filters.Contains(name, StringComparer.Ordinal))) continue;
            string[] known = [.. others, .. filters ? FieldNames.Filters : []];
            var taken = known.Length == 0 ? "none is taken here." : $"known are {string.Join(", ", known)}.";
            _errors.Add(RequestText.Shown(name).Trim('\''), $"The query name {RequestText.Shown(name)} is unknown; {taken}");
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
                case FieldNames.MinProfit or FieldNames.MaxCapital or FieldNames.MinConfidence:
                    if (Number(name) is { } number) reader.TakeNumber(name, number);
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
        if (JsonTexts.NumberOf(text, out _) is { } value && decimal.IsInteger(value) && value >= least && value <= most) return (int)value;
        _errors.Add(name, string.Create(CultureInfo.InvariantCulture, $"{RequestText.Shown(text)} is not a whole number from {least} to {most}."));
        return otherwise;
    }

    internal long? Version(string name)
    {
        if (One(name) is not { } text) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)) return value;
        _errors.Add(name, $"{RequestText.Shown(text)} is not a version; it must be a whole number that is not negative.");
        return null;
    }

    /// <summary>A number of seconds; <c>null</c> when it is absent or empty.</summary>
    internal TimeSpan? Seconds(string name, TimeSpan most)
    {
        if (One(name) is not { } text) return null;
        if (JsonTexts.NumberOf(text, out _) is { } seconds && seconds >= 0 && (double)seconds <= most.TotalSeconds) return TimeSpan.FromSeconds((double)seconds);
        _errors.Add(name, string.Create(CultureInfo.InvariantCulture, $"{RequestText.Shown(text)} is not a number of seconds from 0 to {most.TotalSeconds}."));
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

    /// <summary>The instant of a name, or with <c>now</c> the current one; <c>null</c> when it is absent or empty.</summary>
    internal DateTimeOffset? Instant(string name, DateTimeOffset now)
    {
        if (One(name) is not { } text) return null;
        if (text is "now") return now;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)) return instant;
        _errors.Add(name, $"{RequestText.Shown(text)} is not an instant; it must be now, or as in 2026-01-31T09:30:00Z.");
        return null;
    }

    private decimal? Number(string name)
    {
        if (One(name) is not { } text) return null;
        var number = JsonTexts.NumberOf(text, out var violation);
        if (violation is not null) _errors.Add(name, violation);
        return number;
    }

    private static List<string> List(StringValues values)
    {
        var all = new List<string>();
        foreach (var value in values) FieldTexts.Split(value, all);
        return all;
    }
}
