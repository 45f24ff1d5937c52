using System.Globalization;

namespace OpportunityScan.AspNetCore.Requests;

/// <summary>Which results a request wants.</summary>
/// <param name="Filter">What passes.</param>
/// <param name="Sort">In which order.</param>
/// <param name="Offset">Where to begin.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="Partial">Whether those of an unfinished scan will do.</param>
/// <param name="ValidAt">Leaves out what has expired by then; <c>null</c> for nothing.</param>
/// <param name="Life">Which life of the id a cursor is of; <c>null</c> without one.</param>
internal sealed record ResultsWish(ResultsFilter Filter, ResultsSort Sort, int Offset, int Limit, bool Partial, DateTimeOffset? ValidAt, string? Life)
{
    private static readonly string[] Sorts = ["score", "profit", "confidence", "capital", "discovered"];

    internal static ResultsWish Read(QueryReader query, OpportunityScanHttpOptions options, DateTimeOffset now)
    {
        var sort = SortOf(query);
        var (offset, life, pinned) = CursorOf(query, sort);
        var validAt = query.Instant(FieldNames.ValidAt, now);
        var limit = query.Whole(FieldNames.Limit, Math.Min(options.DefaultPageSize, options.MaxPageSize), 1, options.MaxPageSize);
        return new ResultsWish(query.Filter(), sort, offset, limit, query.Flag(FieldNames.Partial), pinned ?? validAt, life);
    }

    internal static string NameOf(ResultsSort sort) => Sorts[(int)sort];

    /// <summary>
    /// What a page that begins here is asked with. It names order and life of the id, for a place in one means nothing in another, and the instant at which
    /// all pages are still valid.
    /// </summary>
    internal string CursorAt(ScanSnapshot scan, int offset)
    {
        var life = Caching.Life.MarkOf(scan);
        var rest = ValidAt is { } at ? string.Create(CultureInfo.InvariantCulture, $"~{life}~{at.UtcTicks}") : life.Length == 0 ? "" : "~" + life;
        return string.Create(CultureInfo.InvariantCulture, $"{NameOf(Sort)}~{offset}{rest}");
    }

    /// <summary>Refuses a cursor of another life of the id.</summary>
    /// <exception cref="InvalidRequestException">It is one.</exception>
    internal void CheckIsOf(ScanSnapshot scan)
    {
        if (Life is not null && !string.Equals(Life, Caching.Life.MarkOf(scan), StringComparison.Ordinal))
            throw RequestErrors.Only(FieldNames.Cursor, "It is a cursor of an earlier scan of this id; begin with the first page.");
    }

    private static ResultsSort SortOf(QueryReader query)
    {
        if (query.One(FieldNames.Sort) is not { } text) return ResultsSort.Score;
        var sort = Array.IndexOf(Sorts, text);
        if (sort < 0) query.Refuse(FieldNames.Sort, $"{RequestText.Shown(text)} is not an order; allowed are {string.Join(", ", Sorts)}.");
        return (ResultsSort)Math.Max(0, sort);
    }

    private static (int Offset, string? Life, DateTimeOffset? ValidAt) CursorOf(QueryReader query, ResultsSort sort)
    {
        if (query.One(FieldNames.Cursor) is not { } text) return (0, null, null);
        var parts = text.Split('~', 4);
        long ticks = 0;
        if (parts.Length >= 2 && string.Equals(parts[0], NameOf(sort), StringComparison.Ordinal)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            && (parts.Length < 4 || (long.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out ticks) && ticks <= DateTime.MaxValue.Ticks)))
        {
            return (offset, parts.Length >= 3 ? parts[2] : "", parts.Length < 4 ? null : new DateTimeOffset(ticks, TimeSpan.Zero));
        }

        query.Refuse(FieldNames.Cursor, $"{RequestText.Shown(text)} is not a cursor of this order; take it from next_cursor of the page before.");
        return (0, null, null);
    }
}
