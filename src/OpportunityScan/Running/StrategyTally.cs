using System.Collections.Immutable;
using OpportunityScan.Ranking;

namespace OpportunityScan.Running;

/// <summary>What a run knows of one strategy. Not safe for concurrent use: the ledger guards it.</summary>
/// <param name="outcome">How far it was when the run began.</param>
/// <param name="found">What all strategies of the run have found; an opportunity says whose it is.</param>
internal sealed class StrategyTally(StrategyOutcome outcome, HashSet<Opportunity> found)
{
    private ImmutableArray<Rejection> _rejections = outcome.Rejections;
    private List<Opportunity>? _chunk;
    private StrategyOutcome _outcome = outcome;
    private StrategyEnd _end = new(outcome.Status, outcome.ErrorCode, outcome.Message, outcome.Detached);
    private int _attempt = outcome.Attempt;
    private double? _progress = outcome.Progress;
    private int _found;
    private int _rejected = outcome.Rejected;
    private long _bytes;

    internal bool IsDirty { get; private set; }

    internal StrategyStatus Status => _end.Status;

    internal DateTimeOffset? StartedAt { get; private set; } = outcome.StartedAt;

    internal TimeSpan? Elapsed { get; private set; } = outcome.Elapsed;

    internal StrategyId Strategy => _outcome.Strategy;

    internal bool HasRun => _attempt > 0;

    /// <summary>Whether it found something since the last <see cref="TakeChunk"/>.</summary>
    internal bool HasChunk => _chunk is not null;

    /// <summary>Takes over what an earlier attempt found.</summary>
    internal void Load(Opportunity opportunity) => Keep(opportunity, OpportunityRules.Size(opportunity));

    internal void Start(int attempt, DateTimeOffset now)
    {
        _rejections = [];
        _rejected = 0;
        (_end, _attempt, StartedAt, Elapsed) = (_end with { Status = StrategyStatus.Running }, attempt, now, null);
        IsDirty = true;
    }

    /// <summary>Keeps a valid opportunity. False when the strategy has found its fill.</summary>
    internal bool TryAccept(Opportunity opportunity, ScanLimits limits, out bool changed)
    {
        changed = false;
        var known = found.TryGetValue(opportunity, out var former);
        if (known && ReferenceEquals(OpportunityRanking.Better(former!, opportunity), former)) return true;
        if (!known && _found >= limits.MaxOpportunitiesPerStrategy) return false;
        var bytes = OpportunityRules.Size(opportunity);
        if (_bytes + bytes > limits.MaxBytesPerStrategy) return false;
        Keep(opportunity, bytes);
        (_chunk ??= []).Add(opportunity);
        IsDirty = changed = true;
        return true;
    }

    internal void Reject(string reason, string example)
    {
        _rejected++;
        var known = _rejections.FirstOrDefault(r => string.Equals(r.Reason, reason, StringComparison.Ordinal));
        _rejections = known is null
            ? _rejections.Add(new Rejection(reason, 1, example))
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

    internal StrategyOutcome ToOutcome()
    {
        if (!IsDirty) return _outcome;
        return _outcome = _outcome with
        {
            Status = _end.Status,
            Attempt = _attempt,
            StartedAt = StartedAt,
            Elapsed = Elapsed,
            Progress = _progress,
            Found = Math.Max(_outcome.Found, _found), // a store may have dropped what was found; that it was told stays true
            Rejected = _rejected,
            Rejections = _rejections,
            ErrorCode = _end.Code,
            Message = _end.Message,
            Detached = _end.Detached,
        };
    }

    /// <summary>What is new since the last call, after which nothing is. To be called after <see cref="ToOutcome"/>.</summary>
    internal ImmutableArray<Opportunity> TakeChunk()
    {
        IsDirty = false;
        if (_chunk is null) return [];
        var taken = _chunk.ToImmutableArray();
        _chunk = null;
        return taken;
    }

    private void Keep(Opportunity opportunity, long bytes)
    {
        if (found.Add(opportunity))
        {
            _found++;
        }
        else
        {
            found.Remove(opportunity); // a set keeps the equal that it has
            found.Add(opportunity);
        }

        _bytes += bytes; // the former version counts on: it was stored as well
    }
}
