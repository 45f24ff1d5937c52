namespace OpportunityScan.AspNetCore.Wire;

/// <summary>Durations as numbers of seconds.</summary>
internal static class Seconds
{
    internal static double? Of(TimeSpan? span) => span is { } known ? Math.Round(known.TotalSeconds, 3) : null;
}
