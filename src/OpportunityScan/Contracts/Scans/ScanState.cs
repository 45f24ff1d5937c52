using System.Collections.Immutable;

namespace OpportunityScan;

/// <summary>
/// Everything that decides what may happen to a scan next: the value that the state machine maps to its successor. Instants are the
/// store's, by the store's clock.
/// </summary>
public sealed record ScanState
{
    private readonly ValueList<StrategyOutcome> _outcomes;

    /// <summary>What the scan will do.</summary>
    public required ScanPlan Plan { get; init; }

    /// <summary>Where it stands.</summary>
    public ScanStatus Status { get; init; }

    /// <summary>Rises with every change, from 1.</summary>
    public long Version { get; init; } = 1;

    /// <summary>How often it was claimed.</summary>
    public int Attempt { get; init; }

    /// <summary>The token of the last claim; empty before the first. With the attempt it is the fence: a writer of another run is refused.</summary>
    public string RunToken { get; init; } = "";

    /// <summary>How many of these claims followed the death of a worker. An orderly release does not count, nor does a run that never began.</summary>
    public int Lapses { get; init; }

    /// <summary>
    /// Whether the run that holds it was heard of since its claim. The lease of one that was not lapses without a death: nobody may ever have heard
    /// that the claim was granted.
    /// </summary>
    public bool HasBegun { get; init; }

    /// <summary>The last commit of the current attempt, from 1; 0 before the first. Makes a repeated commit harmless.</summary>
    public int Sequence { get; init; }

    /// <summary>Who runs it; <c>null</c> while queued, given back or terminal. While <c>null</c> no attempt may write.</summary>
    public string? Worker { get; init; }

    /// <summary>When it was stored.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was first claimed; the deadline counts from here.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it may be claimed: at once while queued, when the lease ends while running; <c>null</c> once terminal.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was asked to stop; <c>null</c> when nobody did.</summary>
    public DateTimeOffset? CancelRequestedAt { get; init; }

    /// <summary>When it ended; retention counts from here.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it ended.</summary>
    public EndCause? EndCause { get; init; }

    /// <summary>Its strategies, in the plan's order.</summary>
    public required ImmutableArray<StrategyOutcome> Outcomes
    {
        get => _outcomes;
        init => _outcomes = value;
    }

    /// <summary>Which run may write, while it has a <see cref="Worker"/>.</summary>
    public RunId Run => new(Attempt, RunToken);

    /// <summary>Which life of its id it is: see <see cref="ScanPlan.Incarnation"/>.</summary>
    public string Incarnation => Plan.Incarnation;

    /// <summary>When the run must end; <c>null</c> while queued.</summary>
    public DateTimeOffset? DeadlineAt => StartedAt + Plan.Deadline;

    /// <summary>When its retention ends; <c>null</c> until it is terminal, for an unfinished scan does not expire.</summary>
    public DateTimeOffset? ExpiresAt => EndedAt + Plan.Retention;
}
