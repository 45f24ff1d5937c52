using System.Globalization;

namespace SampleHost;

/// <summary>Durations as people write them: <c>250ms</c>, <c>10s</c>, <c>1.5m</c>, <c>1h</c>.</summary>
internal static class Duration
{
    private static readonly (string Suffix, TimeSpan Unit)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
    ];

    /// <summary>Reads a duration; <c>null</c> when <paramref name="text"/> is none or has more than nine digits.</summary>
    internal static TimeSpan? Parse(string text)
    {
        foreach (var (suffix, unit) in Units)
        {
            if (!text.EndsWith(suffix, StringComparison.Ordinal)) continue;
            var number = text.AsSpan(0, text.Length - suffix.Length);
            return number.Length <= 9 && double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) ? count * unit : null;
        }

        return null;
    }

    /// <summary>A time that has passed or is left, short enough for a column: <c>0.4 s</c>, <c>12 s</c>, <c>3:05</c>.</summary>
    internal static string Show(TimeSpan time) => time switch
    {
        { TotalSeconds: < 9.95 } => time.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture),
        { TotalSeconds: < 99.5 } => time.TotalSeconds.ToString("0 s", CultureInfo.InvariantCulture),
        _ => $"{(int)time.TotalMinutes}:{time.Seconds:00}",
    };
}
