using System.Collections.Immutable;

namespace OpportunityScan.Storage;

/// <summary>A worker's wish for a scan.</summary>
public sealed record ScanClaim
{
    /// <summary>Who.</summary>
    public required string Worker { get; init; }

    /// <summary>For how long at first.</summary>
    public required TimeSpan Lease { get; init; }

    /// <summary>What the run will be told by, drawn anew for each claim; see <see cref="RunId.NewToken"/>.</summary>
    public required string RunToken { get; init; }

    /// <summary>
    /// Whether to leave alone what another worker seems to have died under. For a worker that was out of touch with the store itself: the others may
    /// have been, too, and are given the time to renew.
    /// </summary>
    public bool SparesLapsed { get; init; }

    /// <summary>
    /// What the worker can run; <c>null</c> (the default) for whatever is planned. A scan with another strategy is claimed only once it is over,
    /// in order to be ended; see <see cref="State.WaitingRules.IsOver"/>.
    /// </summary>
    public StrategySet? Runnable { get; init; }

    /// <summary>Whether the worker has no free slot: then it only says what it can run, and is given nothing. Default: <c>false</c>.</summary>
    public bool IsBusy { get; init; }
}

/// <summary>A claimed scan: all that a runner needs.</summary>
/// <param name="State">The scan, with the run that every write must carry.</param>
/// <param name="Found">What earlier attempts have found, in the order of its commits. Its places, counted over all chunks from 0, are those of <see cref="ScanEnd.Ranking"/>.</param>
/// <param name="Now">The store's clock at the claim: what deadlines are to be measured against.</param>
public sealed record ClaimedScan(ScanState State, ImmutableArray<OpportunityChunk> Found, DateTimeOffset Now)
{
    private readonly ValueList<OpportunityChunk> _found = Found;

    /// <summary>What earlier attempts have found, in the order of its commits. Its places, counted over all chunks from 0, are those of <see cref="ScanEnd.Ranking"/>.</summary>
    public ImmutableArray<OpportunityChunk> Found
    {
        get => _found;
        init => _found = value;
    }

    /// <summary>Whether any worker that has asked for scans while this one waited can run it; if not, the scan was claimed in order to be ended.</summary>
    public bool IsRunnable { get; init; } = true;
}

/// <summary>Opportunities of one strategy, emitted since its last commit. A fact: whatever becomes of the strategy, it is kept.</summary>
/// <param name="Strategy">The strategy's place in the plan.</param>
/// <param name="Opportunities">What it emitted, accepted.</param>
public sealed record OpportunityChunk(int Strategy, ImmutableArray<AcceptedOpportunity> Opportunities)
{
    private readonly ValueList<AcceptedOpportunity> _opportunities = Opportunities;

    /// <summary>What it emitted, accepted.</summary>
    public ImmutableArray<AcceptedOpportunity> Opportunities
    {
        get => _opportunities;
        init => _opportunities = value;
    }
}
