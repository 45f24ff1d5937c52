using System.Collections.Immutable;

namespace OpportunityScan;

/// <summary>A scan at one version: everything a status answer needs, immutable, and small however much was found.</summary>
public sealed class ScanSnapshot : IEquatable<ScanSnapshot>
{
    /// <summary>Puts a snapshot together; for stores.</summary>
    /// <param name="state">The state.</param>
    /// <param name="top">The best opportunities so far, best first.</param>
    /// <param name="estimate">When it will probably end, as far as known.</param>
    public ScanSnapshot(ScanState state, ImmutableArray<Opportunity> top, ScanEstimate? estimate)
    {
        ArgumentNullException.ThrowIfNull(state);
        State = state;
        Top = top.IsDefault ? [] : top;
        Estimate = estimate;
    }

    /// <summary>The state it was taken from.</summary>
    public ScanState State { get; }

    /// <summary>What the scan is found by.</summary>
    public ScanKey Key => State.Plan.Key;

    /// <summary>The scan's id.</summary>
    public ScanId Id => State.Plan.Key.Id;

    /// <summary>The scan's owner.</summary>
    public OwnerId Owner => State.Plan.Key.Owner;

    /// <summary>What the scan does: its strategies with names and timeouts, in the order of <see cref="Outcomes"/>.</summary>
    public ScanPlan Plan => State.Plan;

    /// <summary>The parameters as they are applied.</summary>
    public ScanParameters Parameters => State.Plan.Parameters;

    /// <summary>Where the scan stands.</summary>
    public ScanStatus Status => State.Status;

    /// <summary>Whether it has ended; a terminal snapshot never changes.</summary>
    public bool IsTerminal => State.Status.IsTerminal();

    /// <summary>Why it ended; <c>null</c> until it has.</summary>
    public EndCause? EndCause => State.EndCause;

    /// <summary>When it was stored.</summary>
    public DateTimeOffset CreatedAt => State.CreatedAt;

    /// <summary>When it was first claimed; <c>null</c> while queued.</summary>
    public DateTimeOffset? StartedAt => State.StartedAt;

    /// <summary>When it must have ended; <c>null</c> while queued.</summary>
    public DateTimeOffset? DeadlineAt => State.DeadlineAt;

    /// <summary>When it ended; <c>null</c> until it has.</summary>
    public DateTimeOffset? EndedAt => State.EndedAt;

    /// <summary>When its retention ends; <c>null</c> until it has ended.</summary>
    public DateTimeOffset? ExpiresAt => State.ExpiresAt;

    /// <summary>Rises with every change.</summary>
    public long Version => State.Version;

    /// <summary>Its strategies, in the plan's order.</summary>
    public ImmutableArray<StrategyOutcome> Outcomes => State.Outcomes;

    /// <summary>The best opportunities so far, best first; at most <see cref="OpportunityScanOptions.TopCount"/>.</summary>
    public ImmutableArray<Opportunity> Top { get; }

    /// <summary>When it will probably end; <c>null</c> while that is not known.</summary>
    public ScanEstimate? Estimate { get; }

    /// <summary>How far it is.</summary>
    public ScanProgress Progress => ScanProgress.Of(State.Outcomes);

    /// <summary>Why it has no results; <c>null</c> while it runs, and when it has some.</summary>
    public ZeroReason? ZeroReason
    {
        get
        {
            var progress = Progress;
            if (!IsTerminal || progress.Found > 0) return null;
            if (progress.Skipped == progress.Total) return OpportunityScan.ZeroReason.NoStrategyRan;
            if (progress.Rejected > 0) return OpportunityScan.ZeroReason.AllRejected;
            if (progress.NotApplicable == progress.Total) return OpportunityScan.ZeroReason.NoneApplicable;
            return progress.Succeeded == 0 ? OpportunityScan.ZeroReason.AllFailed : OpportunityScan.ZeroReason.FoundNone;
        }
    }

    /// <summary>How long it will probably still take at <paramref name="now"/>: zero once terminal, <c>null</c> while not known.</summary>
    /// <param name="now">The current instant.</param>
    public DurationEstimate? RemainingAt(DateTimeOffset now) => IsTerminal ? new DurationEstimate(TimeSpan.Zero, TimeSpan.Zero) : Estimate?.RemainingAt(now);

    /// <summary>Whether it says the same of the same scan.</summary>
    public bool Equals(ScanSnapshot? other) =>
        ReferenceEquals(this, other)
        || (other is not null && State == other.State && Estimate == other.Estimate && new ValueList<Opportunity>(Top).Equals(other.Top));

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as ScanSnapshot);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Key, Version);

    /// <summary><c>scan_1f… Running 3/14, 5 found (version 7)</c>, for people.</summary>
    public override string ToString()
    {
        var progress = Progress;
        return $"{Id} {Status} {progress.Settled}/{progress.Total}, {progress.Found} found (version {Version})";
    }
}
