namespace ScanConsole;

/// <summary>A column of a text table.</summary>
/// <param name="Header">Its heading.</param>
/// <param name="Cell">What a row has in it.</param>
/// <param name="Keep">How much it matters when there is not room for all: the least goes first.</param>
/// <param name="Least">How wide it is at least, so that it does not jump as rows come and go.</param>
/// <param name="Right">Whether it is aligned to the right.</param>
/// <param name="Squeezed">To how many characters its texts may be shortened, at the end of a word, before any column is dropped; 0 for not at all.</param>
internal sealed record TextColumn<T>(string Header, Func<T, string> Cell, int Keep, int Least, bool Right = false, int Squeezed = 0);

/// <summary>Lays rows out in columns that fit a width: drops the least important columns rather than break a line.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>The heading, then a line per row; none is longer than <paramref name="width"/> unless the one last column is.</summary>
    internal static IEnumerable<string> Lines<T>(IReadOnlyList<T> rows, IEnumerable<TextColumn<T>> columns, int width)
    {
        var kept = columns.Select(c => new Laid<T>(c, [.. rows.Select(c.Cell).Prepend(c.Header)], c.Least)).ToList();
        if (kept.Sum(k => k.Width) + (Gap.Length * (kept.Count - 1)) > width) kept = kept.ConvertAll(k => k.Squeezed());
        while (kept.Count > 1 && kept.Sum(k => k.Width) + (Gap.Length * (kept.Count - 1)) > width) kept.Remove(kept.MinBy(k => k.Column.Keep)!);
        for (var row = 0; row <= rows.Count; row++) yield return string.Join(Gap, kept.Select(k => k.Line(row))).TrimEnd();
    }

    /// <summary>A text in lines of at most <paramref name="width"/>, broken at spaces; none when it is empty.</summary>
    internal static IEnumerable<string> Wrap(string text, int width)
    {
        while (text.Length > width)
        {
            var end = text.LastIndexOf(' ', width);
            if (end <= 0) end = text.IndexOf(' ', StringComparison.Ordinal);
            if (end < 0) break;
            yield return text[..end];
            text = text[(end + 1)..];
        }

        if (text.Length > 0) yield return text;
    }

    /// <summary>A text that is no longer than this, cut where a word ends if one does.</summary>
    internal static string Shorten(string text, int length)
    {
        if (text.Length <= length) return text;
        var end = text.AsSpan(0, length).LastIndexOfAny(" -/:");
        return text[..(end > 0 ? end : length - 1)] + "…";
    }

    /// <summary>A column with all its cells, the heading first.</summary>
    private sealed record Laid<T>(TextColumn<T> Column, string[] Cells, int Least)
    {
        internal int Width { get; } = Math.Max(Least, Cells.Max(c => c.Length));

        internal Laid<T> Squeezed() =>
            Column.Squeezed == 0 ? this : new Laid<T>(Column, [.. Cells.Select(c => Shorten(c, Column.Squeezed))], Math.Min(Least, Column.Squeezed));

        internal string Line(int row) => Column.Right ? Cells[row].PadLeft(Width) : Cells[row].PadRight(Width);
    }
}
