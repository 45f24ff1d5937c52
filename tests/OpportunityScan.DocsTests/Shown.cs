using System.Globalization;

namespace OpportunityScan.DocsTests;

/// <summary>How the tables of the documentation write values.</summary>
internal static class Shown
{
    private static readonly (string Unit, TimeSpan Span)[] Units =
    [
        ("day", TimeSpan.FromDays(1)), ("hour", TimeSpan.FromHours(1)), ("minute", TimeSpan.FromMinutes(1)),
        ("second", TimeSpan.FromSeconds(1)), ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    /// <summary>A value as a cell shows it.</summary>
    internal static string Value(object? value) => value switch
    {
        null => "none",
        bool flag => flag ? "yes" : "no",
        TimeSpan span => Span(span),
        IFormattable number => number.ToString("N0", CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"Nobody has said how a {value.GetType()} is shown.", nameof(value)),
    };

    /// <summary>The span that a cell shows.</summary>
    internal static TimeSpan ParseSpan(string text)
    {
        if (text is "0") return TimeSpan.Zero;
        if (text.Split(' ') is not [var count, var unit]) throw new FormatException($"'{text}' is no time.");
        var span = Units.Single(u => string.Equals(u.Unit, unit.TrimEnd('s') is "m" ? "ms" : unit.TrimEnd('s'), StringComparison.Ordinal)).Span;
        return int.Parse(count, CultureInfo.InvariantCulture) * span;
    }

    /// <summary>The number that a cell shows.</summary>
    internal static long ParseNumber(string text) => long.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private static string Span(TimeSpan span)
    {
        var (unit, one) = Units.First(u => span.Ticks % u.Span.Ticks == 0);
        var count = span.Ticks / one.Ticks;
        return $"{count} {unit}{(count == 1 || unit is "ms" ? "" : "s")}";
    }
}
