namespace OpportunityScan;

/// <summary>A scan in a list: what tells it from others, and how it went.</summary>
/// <param name="Plan">What it does.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Version">Its version.</param>
/// <param name="CreatedAt">When it was stored.</param>
/// <param name="StartedAt">When it was first claimed; <c>null</c> while queued.</param>
/// <param name="EndedAt">When it ended; <c>null</c> until then.</param>
/// <param name="Progress">How far it is, with the outcomes of its strategies by kind.</param>
public sealed record ScanSummary(
    ScanPlan Plan, ScanStatus Status, long Version, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, ScanProgress Progress)
{
    /// <summary>What it is found by.</summary>
    public ScanKey Key => Plan.Key;

    /// <summary>The summary of a state.</summary>
    public static ScanSummary Of(ScanState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new ScanSummary(
            state.Plan, state.Status, state.Version, state.CreatedAt, state.StartedAt, state.EndedAt, ScanProgress.Of(state.Outcomes));
    }
}
