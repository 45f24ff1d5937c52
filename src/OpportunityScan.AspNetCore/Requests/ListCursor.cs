using System.Globalization;
using System.Runtime.CompilerServices;

namespace OpportunityScan.AspNetCore.Requests;

/// <summary>Where a page of a list of scans begins: after the last scan of the page before, whatever has appeared or gone since.</summary>
internal readonly record struct ListCursor(DateTimeOffset CreatedAt, ScanId Id)
{
    internal static string After(ScanSummary last) => string.Create(CultureInfo.InvariantCulture, $"{last.CreatedAt.UtcTicks}~{last.Key.Id.Value}");

    /// <summary>The cursor of a query; <c>default</c> without one.</summary>
    internal static ListCursor Read(QueryReader query)
    {
        if (query.One(FieldNames.Cursor) is not { } text) return default;
        var parts = text.Split('~', 2);
        if (parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
            && ScanId.TryParse(parts[1], out var id))
        {
            return new ListCursor(new DateTimeOffset(ticks, TimeSpan.Zero), id);
        }

        query.Refuse(FieldNames.Cursor, $"{RequestText.Shown(text)} is not a cursor; take it from next_cursor of the page before.");
        return default;
    }

    /// <summary>What comes after the cursor of scans that come newest first.</summary>
    internal async IAsyncEnumerable<ScanSummary> SkipAsync(IAsyncEnumerable<ScanSummary> scans, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (createdAt, id) = (CreatedAt, Id);
        // Of several created at the cursor's instant those up to its scan were shown; when that one is gone, none counts as shown.
        List<ScanSummary>? tied = id.IsEmpty ? null : [];
        await foreach (var scan in scans.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (tied is not null && scan.CreatedAt > createdAt) continue;
            if (tied is not null && scan.Key.Id == id) tied = null;
            else if (tied is not null && scan.CreatedAt == createdAt) tied.Add(scan);
            else
            {
                foreach (var one in tied ?? []) yield return one;
                tied = null;
                yield return scan;
            }
        }

        foreach (var one in tied ?? []) yield return one;
    }
}
