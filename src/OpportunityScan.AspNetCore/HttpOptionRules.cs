using System.Globalization;
using OpportunityScan.AspNetCore.Requests;

namespace OpportunityScan.AspNetCore;

/// <summary>The rules that the endpoints' options must keep.</summary>
internal static class HttpOptionRules
{
    internal static void Check(OpportunityScanHttpOptions options)
    {
        var errors = Violations(options).ToList();
        if (errors.Count > 0) throw new ArgumentException(string.Join(" ", errors), nameof(options));
    }

    internal static IEnumerable<string> Violations(OpportunityScanHttpOptions o) =>
    [
        .. Span(nameof(o.ReuseMaxAge), o.ReuseMaxAge, TimeSpan.Zero, TimeSpan.FromDays(365)),
        .. Span(nameof(o.PollingInterval), o.PollingInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
        .. Span(nameof(o.LongPollLimit), o.LongPollLimit, TimeSpan.Zero, TimeSpan.FromMinutes(10)),
        .. Span(nameof(o.KeepAlive), o.KeepAlive, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10)),
        .. Span(nameof(o.EventInterval), o.EventInterval, TimeSpan.Zero, TimeSpan.FromMinutes(1)),
        .. Span(nameof(o.BodyTimeout), o.BodyTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10)),
        .. Number(nameof(o.MaxBodyBytes), o.MaxBodyBytes, 1_024, 16 * 1024 * 1024),
        .. Number(nameof(o.MaxPageSize), o.MaxPageSize, 1, 100_000),
        .. Number(nameof(o.DefaultPageSize), o.DefaultPageSize, 1, 100_000),
        .. o.Owner is null ? [$"{nameof(OpportunityScanHttpOptions)}.{nameof(o.Owner)} is null; it must say whose scans a request is about."] : Array.Empty<string>(),
        .. o.Parameters.SelectMany(static p => Field(p.Key, p.Value)),
        .. o.IgnoredFields.SelectMany(f => Ignored(f, o)),
    ];

    private static IEnumerable<string> Span(string name, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most) yield return $"{nameof(OpportunityScanHttpOptions)}.{name} is {value}; it must be from {least} to {most}.";
    }

    private static IEnumerable<string> Number(string name, int value, int least, int most)
    {
        if (value >= least && value <= most) yield break;
        yield return string.Create(CultureInfo.InvariantCulture, $"{nameof(OpportunityScanHttpOptions)}.{name} is {value}; it must be from {least} to {most}.");
    }

    private static IEnumerable<string> Field(string field, string parameter)
    {
        var option = $"{nameof(OpportunityScanHttpOptions)}.{nameof(OpportunityScanHttpOptions.Parameters)}";
        var shown = RequestText.Shown(field);
        if (field.Length is < 1 or > 64 || !field.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
            yield return $"{option} has the field {shown}; it must have 1 to 64 lower-case letters, digits and '_'.";
        else if (FieldNames.Reserved.Contains(field))
            yield return $"{option} has the field {shown}, which has a meaning already; choose another name.";
        if (string.IsNullOrWhiteSpace(parameter))
            yield return $"{option} has no parameter name for the field {shown}; it must not be empty.";
    }

    private static IEnumerable<string> Ignored(string field, OpportunityScanHttpOptions o)
    {
        var option = $"{nameof(OpportunityScanHttpOptions)}.{nameof(o.IgnoredFields)}";
        if (string.IsNullOrWhiteSpace(field)) yield return $"{option} has an empty field name.";
        else if (FieldNames.Reserved.Contains(field) || o.Parameters.ContainsKey(field))
            yield return $"{option} has the field {RequestText.Shown(field)}, which has a meaning and cannot be ignored.";
    }
}
