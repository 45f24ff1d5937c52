namespace OpportunityScan;

/// <summary>A scan in a list.</summary>
/// <param name="Key">What it is found by.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Version">Its version.</param>
/// <param name="CreatedAt">When it was stored.</param>
/// <param name="EndedAt">When it ended; <c>null</c> until then.</param>
/// <param name="Settled">How many strategies are settled.</param>
/// <param name="Total">How many strategies it has.</param>
/// <param name="Found">How many opportunities were found so far.</param>
public sealed record ScanSummary(
    ScanKey Key, ScanStatus Status, long Version, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt, int Settled, int Total, int Found)
{
    /// <summary>The summary of a state.</summary>
    public static ScanSummary Of(ScanState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var progress = ScanProgress.Of(state.Outcomes);
        return new ScanSummary(state.Plan.Key, state.Status, state.Version, state.CreatedAt, state.EndedAt, progress.Settled, progress.Total, progress.Found);
    }
}
