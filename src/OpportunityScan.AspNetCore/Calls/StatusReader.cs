using System.Collections.Immutable;
using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.Calls;

/// <summary>Reads what a status shows: one read, with a filter as without.</summary>
internal static class StatusReader
{
    internal static async ValueTask<(ScanLookup Lookup, ImmutableArray<Opportunity> Best)> ReadAsync(Call call, ScanKey key, ResultsFilter filter)
    {
        if (filter.AcceptsAll)
        {
            var found = await call.Scans.FindAsync(ScanQuery.ById(key), call.Aborted).ConfigureAwait(false);
            return (found, found.Snapshot?.Top ?? []);
        }

        var wanted = new ResultsQuery { Limit = StatusView.Shown, Filter = filter };
        var results = await call.Scans.GetResultsAsync(key, wanted, call.Aborted).ConfigureAwait(false);
        return (results.Lookup, results.Items);
    }
}
