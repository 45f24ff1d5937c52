using System.Collections.Immutable;
using OpportunityScan.Diagnostics;
using OpportunityScan.Ranking;
using OpportunityScan.Storage;

namespace OpportunityScan.Running;

/// <summary>
/// What a run has learnt, and how much of it is not committed yet. Strategies write into it from any thread; the commit loop takes what is
/// new. What came in while a commit was under way goes with the next one.
/// </summary>
internal sealed class RunLedger
{
    private readonly Lock _gate = new();
    private readonly AsyncSignal _signal;
    private readonly StoreClock _clock;
    private readonly OpportunityScanOptions _options;
    private readonly SafeRanker _ranker;
    private readonly DurationHistory _history;
    private readonly ScanState _claimed;
    private readonly StrategyTally[] _tallies;
    private readonly HashSet<Opportunity> _found;
    private readonly TopList _top;
    private readonly HashSet<int> _left = [];
    private bool _topChanged;
    private bool _closed;
    private bool _touched;
    private EndCause _cause = EndCause.AllSettled;
    private DateTimeOffset? _cancelRequestedAt;

    internal RunLedger(
        ClaimedScan claim, StoreClock clock, OpportunityScanOptions options, SafeRanker ranker, DurationHistory history, AsyncSignal signal)
    {
        (_clock, _options, _ranker, _history, _signal, _claimed) = (clock, options, ranker, history, signal, claim.State);
        _cancelRequestedAt = claim.State.CancelRequestedAt;
        _top = new TopList(options.TopCount);
        _found = new HashSet<Opportunity>(claim.State.Outcomes.Length, SameOpportunity.Instance);
        _tallies = [.. claim.State.Outcomes.Select(o => new StrategyTally(o, _found))];
        foreach (var chunk in claim.Found)
        {
            foreach (var opportunity in chunk.Opportunities) Load(chunk.Strategy, opportunity);
        }
    }

    /// <summary>The strategies that are not settled, by their places in the plan.</summary>
    internal ImmutableArray<int> Unsettled()
    {
        lock (_gate) return [.. Enumerable.Range(0, _tallies.Length).Where(i => !_tallies[i].Status.IsSettled())];
    }

    internal void Start(int strategy)
    {
        lock (_gate) _tallies[strategy].Start(_claimed.Attempt, _clock.Now);
        _signal.Set();
    }

    /// <summary>Takes what a strategy emitted. False when nobody listens to it any more.</summary>
    internal bool Offer(int strategy, Opportunity? emitted)
    {
        var now = _clock.Now;
        var violation = OpportunityRules.Check(emitted, _options.Limits.MaxMetadataBytes, now);
        var stamped = violation is null ? Stamp(strategy, emitted!, now) : null;
        lock (_gate)
        {
            var tally = _tallies[strategy];
            if (!Listens(strategy)) return false;
            if (stamped is null) tally.Reject(violation!.Value.Reason, violation.Value.Message);
            else if (!tally.TryAccept(stamped, _options.Limits, out var changed)) tally.Reject(RejectionReasons.TooMany, "The strategy has found as much as is kept.");
            else if (changed) _topChanged |= _top.Offer(stamped);
        }

        _signal.Set();
        return true;
    }

    internal void Progress(int strategy, double fraction)
    {
        lock (_gate)
        {
            if (!Listens(strategy) || !_tallies[strategy].Progress(fraction)) return;
        }

        _signal.Set();
    }

    /// <summary>Settles a strategy. False when it is settled already.</summary>
    internal bool TrySettle(int strategy, StrategyEnd end)
    {
        lock (_gate)
        {
            var tally = _tallies[strategy];
            if (_closed || tally.Status.IsSettled()) return false;
            tally.Settle(end, _clock.Now);
            if (end.Status is (StrategyStatus.Succeeded or StrategyStatus.TimedOut) && tally.Elapsed is { } elapsed) _history.Record(tally.Strategy, elapsed);
        }

        _signal.Set();
        return true;
    }

    /// <summary>Settles a strategy that will not run (again): the scan ends for <paramref name="cause"/> before its turn.</summary>
    internal void GiveUp(int strategy, EndCause cause)
    {
        lock (_gate) GiveUp(_tallies[strategy], cause);
        _signal.Set();
    }

    /// <summary>Settles everything that is not: the scan ends for <paramref name="cause"/>, whatever is still to be done.</summary>
    internal void SettleRest(EndCause cause)
    {
        lock (_gate)
        {
            foreach (var tally in _tallies) GiveUp(tally, cause);
            _cause = cause;
        }

        _signal.Set();
    }

    /// <summary>Notes that the scan, not only a strategy, was cut short. The first reason counts.</summary>
    internal void CutShort(EndCause cause)
    {
        lock (_gate)
        {
            if (_cause == EndCause.AllSettled) _cause = cause;
        }
    }

    /// <summary>Notes that the scan was asked to stop, for a store that loses it after that.</summary>
    internal void NoteCancel()
    {
        lock (_gate) _cancelRequestedAt ??= _clock.Now;
    }

    /// <summary>Accepts nothing more from a strategy that was left behind without being settled: the next attempt runs it again.</summary>
    internal void Leave(int strategy)
    {
        lock (_gate) _left.Add(strategy);
    }

    /// <summary>Accepts nothing any more.</summary>
    internal void Close()
    {
        lock (_gate) _closed = true;
    }

    /// <summary>Makes the next commit happen even when nothing is new.</summary>
    internal void Touch()
    {
        lock (_gate) _touched = true;
        _signal.Set();
    }

    internal ImmutableArray<StrategyOutcome> Outcomes()
    {
        lock (_gate) return [.. _tallies.Select(static t => t.ToOutcome())];
    }

    /// <summary>What is new since the last call; <c>null</c> when nothing is.</summary>
    internal LedgerDelta? Take()
    {
        lock (_gate)
        {
            var settled = Array.TrueForAll(_tallies, static t => t.Status.IsSettled());
            var dirty = _tallies.Count(static t => t.IsDirty);
            if (dirty == 0 && !settled && !_touched) return null;
            _touched = false;
            var changes = ImmutableArray.CreateBuilder<OutcomeChange>(dirty);
            var chunks = ImmutableArray.CreateBuilder<OpportunityChunk>(_tallies.Count(static t => t.HasChunk));
            for (var i = 0; i < _tallies.Length; i++)
            {
                if (!_tallies[i].IsDirty) continue;
                changes.Add(new OutcomeChange(i, _tallies[i].ToOutcome()));
                if (_tallies[i].TakeChunk() is { IsEmpty: false } chunk) chunks.Add(new OpportunityChunk(i, chunk));
            }

            var top = _topChanged ? _top.ToImmutable() : default;
            _topChanged = false;
            return new LedgerDelta(changes.MoveToImmutable(), chunks.MoveToImmutable(), top, settled ? null : EstimateEnd(), settled ? End() : null);
        }
    }

    /// <summary>Everything there is to know, for a store that has lost it; after this nothing is new.</summary>
    internal ScanRecord Everything(long version, int sequence)
    {
        lock (_gate)
        {
            var state = _claimed with
            {
                Version = version,
                Sequence = sequence,
                CancelRequestedAt = _cancelRequestedAt,
                Outcomes = [.. _tallies.Select(static t => t.ToOutcome())],
            };
            foreach (var tally in _tallies) tally.TakeChunk();
            _topChanged = false;
            var found = _tallies
                .Select((t, i) => new OpportunityChunk(i, [.. _found.Where(o => o.Strategy == t.Strategy)]))
                .Where(static c => !c.Opportunities.IsEmpty);
            return new ScanRecord(state, [.. found], _top.ToImmutable(), EstimateEnd());
        }
    }

    private bool Listens(int strategy) => !_closed && _tallies[strategy].Status == StrategyStatus.Running && !_left.Contains(strategy);

    private void GiveUp(StrategyTally tally, EndCause cause)
    {
        if (!tally.Status.IsSettled()) tally.Settle(tally.HasRun ? StrategyEnd.Interrupted(cause) : StrategyEnd.NeverRan(cause), _clock.Now);
    }

    private void Load(int strategy, Opportunity opportunity)
    {
        _tallies[strategy].Load(opportunity);
        _top.Offer(opportunity);
    }

    private Opportunity Stamp(int strategy, Opportunity emitted, DateTimeOffset now)
    {
        var stamped = emitted with
        {
            Strategy = _tallies[strategy].Strategy,
            DiscoveredAt = OpportunityRules.DiscoveredAt(emitted, now),
            Metadata = emitted.Metadata?.Clone(), // a clone outlives the document that the strategy may dispose
        };
        stamped.SetScore(_ranker.Score(stamped));
        return stamped;
    }

    private ScanEnd End() => new(_cause, OpportunityRanking.Rank(_found.ToArray()));

    private DateTimeOffset? EstimateEnd()
    {
        var now = _clock.Now;
        var unsettled = new List<EndEstimate.Unsettled>(_tallies.Length);
        foreach (var tally in _tallies)
        {
            if (tally.Status.IsSettled()) continue;
            if (_history.Expected(tally.Strategy) is not { } expected) return null;
            var running = tally.Status == StrategyStatus.Running;
            var remaining = running ? expected - (now - tally.StartedAt!.Value) : expected;
            unsettled.Add(new EndEstimate.Unsettled(remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero, running));
        }

        var end = now + EndEstimate.Remaining(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(unsettled), _options.MaxConcurrentStrategies);
        return end > _claimed.DeadlineAt ? _claimed.DeadlineAt : end;
    }
}
