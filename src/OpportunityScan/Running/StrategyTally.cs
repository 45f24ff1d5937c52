using System.Collections.Immutable;
using OpportunityScan.Ranking;
using OpportunityScan.Storage;

namespace OpportunityScan.Running;

/// <summary>What a run knows of one strategy, and how much of it the store is told. Not safe for concurrent use: the ledger guards it.</summary>
/// <param name="index">Its place in the plan.</param>
/// <param name="outcome">How far it was when the run began.</param>
/// <param name="findings">What all strategies of the run have found.</param>
internal sealed class StrategyTally(int index, StrategyOutcome outcome, Findings findings)
{
    private ImmutableArray<Rejection> _rejections = outcome.Rejections;
    private StrategyOutcome _outcome = outcome;
    private StrategyEnd _end = new(outcome.Status, outcome.ErrorCode, outcome.Message, outcome.Detached);
    private int _attempt = outcome.Attempt;
    private double? _progress = outcome.Progress;
    private int _found;
    private int _recorded;
    private int _unsent;
    private int _rejected = outcome.Rejected;
    private int _merged = outcome.Merged;
    private long _bytes;

    internal bool IsDirty { get; private set; }

    internal StrategyStatus Status => _end.Status;

    internal DateTimeOffset? StartedAt { get; private set; } = outcome.StartedAt;

    /// <summary>How far it says it is.</summary>
    internal double? Reported => _progress;

    internal TimeSpan? Elapsed { get; private set; } = outcome.Elapsed;

    internal StrategyId Strategy => _outcome.Strategy;

    internal bool HasRun => _attempt > 0;

    /// <summary>Takes over what an earlier attempt found.</summary>
    internal void Load(AcceptedOpportunity recorded)
    {
        if (findings.Load(index, recorded) is null) _recorded = ++_found;
        _bytes += recorded.Size;
    }

    internal void Start(int attempt, DateTimeOffset now)
    {
        (_end, _attempt, StartedAt, Elapsed) = (_end with { Status = StrategyStatus.Running }, attempt, now, null);
        IsDirty = true;
    }

    /// <summary>Keeps an accepted opportunity, or merges it with the one that stands for it. False when the strategy has found its fill.</summary>
    internal bool TryKeep(AcceptedOpportunity accepted, ScanLimits limits)
    {
        var isKnown = findings.TryGet(accepted.Value, out var former);
        if (isKnown && ReferenceEquals(OpportunityRanking.Better(former!.Accepted.Value, accepted.Value), former.Accepted.Value))
        {
            _merged++; // told with whatever is said next: the same thing over and over is no reason to commit
            return true;
        }

        if (!isKnown && _found >= limits.MaxOpportunitiesPerStrategy) return false;
        if (_bytes + accepted.Size > limits.MaxBytesPerStrategy) return false;
        _bytes += accepted.Size; // a former version counts on: it was stored as well
        if (isKnown) _merged++;
        else _found++;
        _unsent++;
        findings.Add(index, accepted, former);
        return IsDirty = true;
    }

    /// <summary>Notes that the store is being told of something that was kept.</summary>
    internal void Sent(Finding finding)
    {
        _unsent--;
        if (finding.IsNew) _recorded++;
        IsDirty = true;
    }

    /// <summary>Notes that the store will not be told of something that was kept.</summary>
    internal void Drop(Finding finding)
    {
        _unsent--;
        IsDirty = true;
        if (!finding.IsNew) return; // a version of one that is recorded or dropped as well: it stays merged
        _found--;
        Reject(RejectionReasons.NotStored, "The deadline came before it could be stored.");
    }

    /// <summary>Notes that the store is being told everything.</summary>
    internal void SentAll() => (_unsent, _recorded) = (0, _found);

    internal void Reject(string reason, string example)
    {
        _rejected++;
        var known = _rejections.FirstOrDefault(r => string.Equals(r.Reason, reason, StringComparison.Ordinal)); // there are few reasons
        _rejections = known is null
            ? _rejections.Add(new Rejection(reason, 1, TextRule.Told(example)))
            : _rejections.Replace(known, known with { Count = known.Count + 1 });
        IsDirty = true;
    }

    internal bool Progress(double fraction)
    {
        if (!(fraction > (_progress ?? 0) && fraction <= 1)) return false;
        _progress = fraction;
        return IsDirty = true;
    }

    internal void Settle(StrategyEnd end, DateTimeOffset now)
    {
        Elapsed = Status == StrategyStatus.Running ? now - StartedAt : null;
        _end = end;
        IsDirty = true;
    }

    /// <summary>The outcome as the store is told: it counts what is recorded, and is settled once all of it is.</summary>
    internal StrategyOutcome ToOutcome()
    {
        if (!IsDirty) return _outcome;
        var isHeldBack = _unsent > 0 && _end.Status.IsSettled();
        var end = isHeldBack ? new StrategyEnd(HasRun ? StrategyStatus.Running : _outcome.Status) : _end;
        return _outcome = _outcome with
        {
            Status = end.Status,
            Attempt = _attempt,
            StartedAt = StartedAt,
            Elapsed = isHeldBack ? null : Elapsed,
            Progress = _progress,
            Found = Math.Max(_outcome.Found, _recorded), // a store may have dropped what was found; that it was told stays true
            Rejected = _rejected,
            Merged = _merged,
            Rejections = _rejections,
            ErrorCode = end.Code,
            Message = end.Message,
            Detached = end.Detached,
        };
    }

    /// <summary>Notes that the store is being told of <see cref="ToOutcome"/>. What is held back stays to be told.</summary>
    internal void Told() => IsDirty = _unsent > 0 && _end.Status.IsSettled();
}
