using System.Collections.Immutable;

namespace OpportunityScan;

/// <summary>Opportunities a strategy emitted that were not accepted, for one reason.</summary>
/// <param name="Reason">One of <see cref="RejectionReasons"/>.</param>
/// <param name="Count">How many.</param>
/// <param name="Example">What was wrong with the first of them: value and rule. Safe to show.</param>
public sealed record Rejection(string Reason, int Count, string Example);

/// <summary>One strategy of a scan: what it is and how far it came. Immutable; a settled one never changes.</summary>
public sealed record StrategyOutcome
{
    private readonly ValueList<Rejection> _rejections = ImmutableArray<Rejection>.Empty;

    /// <summary>The strategy.</summary>
    public required StrategyId Strategy { get; init; }

    /// <summary>Where it stands.</summary>
    public StrategyStatus Status { get; init; }

    /// <summary>The scan's attempt in which it last ran, from 1; 0 while it never ran.</summary>
    public int Attempt { get; init; }

    /// <summary>When it last started; <c>null</c> while it never ran.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How long it ran in its last attempt; <c>null</c> until it is settled, and when it never ran.</summary>
    public TimeSpan? Elapsed { get; init; }

    /// <summary>How far it says it is, 0 to 1; <c>null</c> when it says nothing. Never decreases, also when it runs again.</summary>
    public double? Progress { get; init; }

    /// <summary>How many distinct opportunities were accepted, over all attempts. Never decreases.</summary>
    public int Found { get; init; }

    /// <summary>How many emitted opportunities were not accepted, over all attempts. Never decreases.</summary>
    public int Rejected { get; init; }

    /// <summary>
    /// How many emitted opportunities another one stands for, over all attempts: the same was emitted before, or a better version of it since. What is found again
    /// after a takeover counts here. <see cref="Found"/>, <see cref="Rejected"/> and this together are all that was emitted and recorded. Never decreases.
    /// </summary>
    public int Merged { get; init; }

    /// <summary>Why they were not accepted.</summary>
    public ImmutableArray<Rejection> Rejections
    {
        get => _rejections;
        init => _rejections = value;
    }

    /// <summary>What went wrong, for programs: one of <see cref="StrategyErrorCodes"/> or a code of <see cref="StrategyException"/>; <c>null</c> when nothing did.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>What went wrong, or why the strategy does not apply, for people; safe to show. <c>null</c> when nothing did.</summary>
    public string? Message { get; init; }

    /// <summary>Whether it ignored its cancellation and was left behind; whatever it emits after that is discarded.</summary>
    public bool Detached { get; init; }

    /// <summary>Whether the outcome is final.</summary>
    public bool IsSettled => Status.IsSettled();
}
