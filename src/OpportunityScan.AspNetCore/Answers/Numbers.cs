using System.Globalization;

namespace OpportunityScan.AspNetCore.Answers;

/// <summary>Numbers as headers have them.</summary>
internal static class Numbers
{
    private static readonly string[] Small = [.. Enumerable.Range(0, 61).Select(static n => n.ToString(CultureInfo.InvariantCulture))];

    internal static string Text(long number) => number is >= 0 and <= 60 ? Small[number] : number.ToString(CultureInfo.InvariantCulture);
}
