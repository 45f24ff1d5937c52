namespace OpportunityScan;

/// <summary>Which page of which results.</summary>
public sealed record ResultsQuery
{
    /// <summary>The best ones: <see cref="Limit"/> items from the start.</summary>
    public static ResultsQuery FirstPage { get; } = new();

    /// <summary>In which order. Any other than the default reads the whole ranking to find the page. Default: <see cref="ResultsSort.Score"/>.</summary>
    public ResultsSort Sort { get; init; }

    /// <summary>Where to start in that order: 0 for the best, then <see cref="ScanResults.NextOffset"/>. Not negative. Default: 0.</summary>
    public int Offset { get; init; }

    /// <summary>How many items at most: 1 to <see cref="ScanLimits.MaxPageSize"/>; fewer where they are large (<see cref="ScanLimits.MaxPageBytes"/>). Default: 50.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Which results are wanted. Default: all.</summary>
    public ResultsFilter Filter { get; init; } = ResultsFilter.None;

    /// <summary>
    /// Leaves out what has expired by then, so that only what may still be acted on is ranked; <c>null</c> for everything that was found. For the pages
    /// of one ranking give the same instant. Default: <c>null</c>.
    /// </summary>
    public DateTimeOffset? ValidAt { get; init; }

    /// <summary>
    /// Whether to tell how many match in all (<see cref="ScanResults.TotalMatching"/>), which with a filter or <see cref="ValidAt"/> reads the whole ranking.
    /// Default: <c>false</c>.
    /// </summary>
    public bool CountsMatching { get; init; }

    /// <summary>Whether everything that was found is wanted.</summary>
    internal bool WantsAll => Filter.AcceptsAll && ValidAt is null;

    /// <summary>The best <paramref name="count"/>.</summary>
    /// <param name="count">How many at most: 1 to <see cref="ScanLimits.MaxPageSize"/>.</param>
    public static ResultsQuery Top(int count) => new() { Limit = count };
}
