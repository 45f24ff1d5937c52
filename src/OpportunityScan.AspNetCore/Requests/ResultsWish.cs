using System.Globalization;

namespace OpportunityScan.AspNetCore.Requests;

/// <summary>Which results a request wants.</summary>
/// <param name="Filter">What passes.</param>
/// <param name="Sort">In which order.</param>
/// <param name="Offset">Where to begin.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="Partial">Whether those of an unfinished scan will do.</param>
internal sealed record ResultsWish(ResultsFilter Filter, ResultsSort Sort, int Offset, int Limit, bool Partial)
{
    private static readonly string[] Sorts = ["score", "profit", "confidence", "capital", "discovered"];

    internal static ResultsWish Read(QueryReader query, int otherwise, int most)
    {
        var sort = SortOf(query);
        return new ResultsWish(query.Filter(), sort, OffsetOf(query, sort), query.Whole(FieldNames.Limit, otherwise, 1, most), query.Flag(FieldNames.Partial));
    }

    internal static string NameOf(ResultsSort sort) => Sorts[(int)sort];

    /// <summary>What a page that begins here is asked with. It names the order, for a place in one means nothing in another.</summary>
    internal string CursorAt(int offset) => string.Create(CultureInfo.InvariantCulture, $"{NameOf(Sort)}~{offset}");

    private static ResultsSort SortOf(QueryReader query)
    {
        if (query.One(FieldNames.Sort) is not { } text) return ResultsSort.Score;
        var sort = Array.IndexOf(Sorts, text);
        if (sort < 0) query.Refuse(FieldNames.Sort, $"{RequestText.Shown(text)} is no order; allowed are {string.Join(", ", Sorts)}.");
        return (ResultsSort)Math.Max(0, sort);
    }

    private static int OffsetOf(QueryReader query, ResultsSort sort)
    {
        if (query.One(FieldNames.Cursor) is not { } text) return 0;
        var parts = text.Split('~', 2);
        if (parts.Length == 2 && string.Equals(parts[0], NameOf(sort), StringComparison.Ordinal)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
        {
            return offset;
        }

        query.Refuse(FieldNames.Cursor, $"{RequestText.Shown(text)} is no cursor of this order; take it from next_cursor of the page before.");
        return 0;
    }
}
