using System.Collections.Immutable;

namespace OpportunityScan.Storage;

/// <summary>What a runner has to say since its last commit.</summary>
public sealed record ScanCommit
{
    private readonly ValueList<OutcomeChange> _changes = ImmutableArray<OutcomeChange>.Empty;
    private readonly ValueList<OpportunityChunk> _chunks = ImmutableArray<OpportunityChunk>.Empty;
    private readonly ValueList<AcceptedOpportunity> _top;

    /// <summary>The scan.</summary>
    public required ScanKey Key { get; init; }

    /// <summary>The run that speaks; the fence.</summary>
    public required RunId Run { get; init; }

    /// <summary>Its how-manieth commit, from 1. The same one sent twice is recorded once.</summary>
    public required int Sequence { get; init; }

    /// <summary>The outcomes that changed, with their places in the plan.</summary>
    public ImmutableArray<OutcomeChange> Changes
    {
        get => _changes;
        init => _changes = value;
    }

    /// <summary>New opportunities, as they are to be recorded after those of earlier commits.</summary>
    public ImmutableArray<OpportunityChunk> Chunks
    {
        get => _chunks;
        init => _chunks = value;
    }

    /// <summary>The best opportunities so far; <c>default</c> when unchanged.</summary>
    public ImmutableArray<AcceptedOpportunity> Top
    {
        get => _top;
        init => _top = value;
    }

    /// <summary>When the scan will probably end; <c>null</c> while not known.</summary>
    public ScanEstimate? Estimate { get; init; }

    /// <summary>For how long the lease is renewed.</summary>
    public required TimeSpan Lease { get; init; }

    /// <summary>The end; <c>null</c> while the scan goes on.</summary>
    public ScanEnd? End { get; init; }
}

/// <summary>The end of a scan.</summary>
/// <param name="Cause">Why it ended.</param>
/// <param name="Ranking">
/// The results, best first, by their places: the n-th opportunity that was recorded for the scan, from 0, over all chunks of all attempts and of the
/// commit itself. What was recorded is not sent again to be ranked. A place that is not in it was merged with a better one.
/// </param>
public sealed record ScanEnd(EndCause Cause, ImmutableArray<int> Ranking)
{
    private readonly ValueList<int> _ranking = Ranking;

    /// <summary> The results, best first, by their places: the n-th opportunity that was recorded for the scan, from 0, over all chunks of all attempts and of the commit itself. What was recorded is not sent again to be ranked. A place that is not in it was merged with a better one. </summary>
    public ImmutableArray<int> Ranking
    {
        get => _ranking;
        init => _ranking = value;
    }
}

/// <summary>How a runner's write was answered.</summary>
public enum CommitStatus
{
    /// <summary>Recorded, now or when the same commit came before.</summary>
    Accepted,

    /// <summary>Refused: another run has the scan, or it has ended. The runner has nothing more to say.</summary>
    Fenced,

    /// <summary>The store has no such scan, or an older state of it than the writer has seen recorded, or not all that was found: something was lost. The runner writes it again.</summary>
    Missing,

    /// <summary>Refused, for the release of a scan that no other worker could take.</summary>
    NobodyElse,

    /// <summary>Refused: it breaks a rule of the state machine (a settled outcome changed, a count went back). A defect of the caller.</summary>
    Invalid,
}

/// <summary>The answer to a runner's write.</summary>
/// <param name="Status">How it was answered.</param>
/// <param name="Version">The scan's version after it; 0 when unknown.</param>
/// <param name="CancelRequested">Whether the scan was asked to stop.</param>
public readonly record struct CommitReply(CommitStatus Status, long Version = 0, bool CancelRequested = false);
