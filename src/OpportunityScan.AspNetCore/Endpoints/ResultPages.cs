using OpportunityScan.AspNetCore.Requests;

namespace OpportunityScan.AspNetCore.Endpoints;

/// <summary>Reads the results that a request wants in pages of the library's size, so that no answer is ever in memory as a whole.</summary>
internal sealed class ResultPages(IScanCoordinator scans, ScanKey key, ResultsWish wish, int maxPage)
{
    /// <summary>The next few of what is wanted.</summary>
    /// <param name="offset">Where they begin.</param>
    /// <param name="wanted">How many are still wanted; a page may have fewer.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    internal ValueTask<ScanResults> ReadAsync(int offset, int wanted, CancellationToken cancellationToken) => scans.GetResultsAsync(
        key,
        new ResultsQuery
        {
            Offset = offset,
            Limit = Math.Min(wanted, maxPage),
            Filter = wish.Filter,
            Sort = wish.Sort,
            ValidAt = wish.ValidAt,
            CountsMatching = offset == wish.Offset, // the first one tells, before the rest is read
        },
        cancellationToken);

    /// <summary>How many are wanted after a page of this size, from the same answer.</summary>
    internal int WantedAfter(int read, ScanResults page) => page.IsPartial ? 0 : wish.Limit - read;

    /// <summary>Where the page after this answer begins, as far as its first page tells; <c>null</c> when there is none, or that is not known yet.</summary>
    internal int? NextOf(ScanResults first)
    {
        if (first.NextOffset is not { } next) return null;
        if (WantedAfter(first.Items.Length, first) <= 0) return next;
        // Without a filter places can be counted ahead; with one only reading tells.
        if (!wish.Filter.AcceptsAll || wish.ValidAt is not null) return null;
        var end = (long)wish.Offset + wish.Limit;
        return end < first.Snapshot!.Progress.Found ? (int)end : null;
    }

    internal string CursorAt(ScanSnapshot scan, int offset) => wish.CursorAt(scan, offset);
}
