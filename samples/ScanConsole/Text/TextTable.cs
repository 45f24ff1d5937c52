namespace ScanConsole;

/// <summary>A column of a text table.</summary>
/// <param name="Header">Its heading.</param>
/// <param name="Cell">What a row has in it.</param>
/// <param name="Keep">How much it matters when there is not room for all: the least goes first.</param>
/// <param name="Least">How wide it is at least, so that it does not jump as rows come and go.</param>
/// <param name="Right">Whether it is aligned to the right.</param>
internal sealed record TextColumn<T>(string Header, Func<T, string> Cell, int Keep, int Least, bool Right = false);

/// <summary>Lays rows out in columns that fit a width: drops the least important columns rather than break a line.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>The heading, then a line per row; none is longer than <paramref name="width"/> unless the one last column is.</summary>
    internal static IEnumerable<string> Lines<T>(IReadOnlyList<T> rows, IEnumerable<TextColumn<T>> columns, int width)
    {
        var kept = columns.Select(c => new Laid<T>(c, [.. rows.Select(c.Cell).Prepend(c.Header)])).ToList();
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

    /// <summary>A column with all its cells, the heading first.</summary>
    private sealed record Laid<T>(TextColumn<T> Column, string[] Cells)
    {
        internal int Width { get; } = Math.Max(Column.Least, Cells.Max(c => c.Length));

        internal string Line(int row) => Column.Right ? Cells[row].PadLeft(Width) : Cells[row].PadRight(Width);
    }
}
