using System.Collections.Immutable;
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
    private readonly Acceptance _acceptance;
    private readonly RunEstimate _estimate;
    private readonly ScanState _claimed;
    private readonly StrategyTally[] _tallies;
    private readonly Findings _findings;
    private readonly TopList _top;
    private readonly HashSet<int> _left = [];
    private readonly List<Finding> _taken = [];
    private bool _topChanged;
    private bool _closed;
    private bool _touched;
    private EndCause _cause = EndCause.AllSettled;
    private DateTimeOffset? _cancelRequestedAt;

    internal RunLedger(
        ClaimedScan claim, StoreClock clock, OpportunityScanOptions options, Acceptance acceptance, RunEstimate estimate, AsyncSignal signal)
    {
        (_clock, _options, _acceptance, _estimate, _signal, _claimed) = (clock, options, acceptance, estimate, signal, claim.State);
        _cancelRequestedAt = claim.State.CancelRequestedAt;
        _findings = new Findings(claim.State.Outcomes.Length);
        _top = new TopList(options.TopCount);
        _tallies = [.. claim.State.Outcomes.Select((o, i) => new StrategyTally(i, o, _findings))];
        foreach (var chunk in claim.Found)
        {
            foreach (var opportunity in chunk.Opportunities)
            {
                _tallies[chunk.Strategy].Load(opportunity);
                _top.Offer(opportunity);
            }
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
        var accepted = _acceptance.Accept(emitted, _tallies[strategy].Strategy, _clock.Now, out var violation);
        lock (_gate)
        {
            var tally = _tallies[strategy];
            if (!Listens(strategy)) return false;
            if (accepted is null) tally.Reject(violation.Reason, violation.Message);
            else if (!tally.TryKeep(accepted, _options.Limits)) tally.Reject(RejectionReasons.TooMany, "The strategy has found as much as is kept.");
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
            if (end.Status.IsDone() && tally.Elapsed is { } elapsed) _estimate.Settled(strategy, elapsed);
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

    /// <summary>
    /// What is new since the last call; <c>null</c> when nothing is. Of what was found it is the oldest part that fits, and outcomes count and
    /// settle no more than that: whatever the store is told holds by itself. The end comes with the last part.
    /// </summary>
    /// <param name="maxBytes">How many bytes of opportunities at most; one is handed out whatever its size.</param>
    /// <param name="isLast">Whether there is no time for another part: what does not fit is given up, and the outcomes say so.</param>
    internal LedgerDelta? Take(long maxBytes, bool isLast = false)
    {
        lock (_gate)
        {
            var settled = Array.TrueForAll(_tallies, static t => t.Status.IsSettled());
            var dirty = Array.Exists(_tallies, static t => t.IsDirty);
            if (!dirty && !settled && !_touched) return null;
            _touched = false;
            var chunks = _findings.HasUnsent ? TakeChunks(maxBytes) : [];
            if (isLast && _findings.HasUnsent) _findings.DropUnsent(f => _tallies[f.Strategy].Drop(f));
            var changes = Changes();
            var top = _topChanged ? _top.ToImmutable() : default;
            _topChanged = false;
            var ends = settled && !_findings.HasUnsent;
            if (_findings.HasUnsent) _signal.Set(); // comes back for the rest
            if (ends && _cause == EndCause.AllSettled) _estimate.Ended(_clock.Now);
            return new LedgerDelta(
                changes, chunks, top, ends ? null : _estimate.End(_tallies, _clock.Now), ends ? new ScanEnd(_cause, _findings.Ranking()) : null);
        }
    }

    /// <summary>Everything there is to know, for a store that has lost it; after this nothing is new.</summary>
    internal ScanRecord Everything(long version, int sequence)
    {
        lock (_gate)
        {
            while (_findings.TryTake(long.MaxValue, out var next)) _topChanged |= _top.Offer(next.Accepted);
            var found = _findings.Renumber();
            foreach (var tally in _tallies) tally.SentAll();
            var state = _claimed with
            {
                Version = version,
                Sequence = sequence,
                CancelRequestedAt = _cancelRequestedAt,
                Outcomes = [.. _tallies.Select(static t => t.ToOutcome())],
            };
            foreach (var tally in _tallies) tally.Told();
            _topChanged = false;
            return new ScanRecord(state, found, _top.ToImmutable(), _estimate.End(_tallies, _clock.Now));
        }
    }

    private bool Listens(int strategy) => !_closed && _tallies[strategy].Status == StrategyStatus.Running && !_left.Contains(strategy);

    private ImmutableArray<OpportunityChunk> TakeChunks(long maxBytes)
    {
        for (var left = long.MaxValue; _findings.TryTake(left, out var next); left = Math.Min(left, maxBytes) - next.Accepted.Size)
        {
            _tallies[next.Strategy].Sent(next);
            _topChanged |= _top.Offer(next.Accepted);
            _taken.Add(next);
        }

        var chunks = _findings.Chunks(_taken, _tallies.Length);
        _taken.Clear();
        return chunks;
    }

    private ImmutableArray<OutcomeChange> Changes()
    {
        var changes = ImmutableArray.CreateBuilder<OutcomeChange>(_tallies.Count(static t => t.IsDirty));
        for (var i = 0; i < _tallies.Length; i++)
        {
            if (!_tallies[i].IsDirty) continue;
            changes.Add(new OutcomeChange(i, _tallies[i].ToOutcome()));
            _tallies[i].Told();
        }

        return changes.MoveToImmutable();
    }

    private void GiveUp(StrategyTally tally, EndCause cause)
    {
        if (!tally.Status.IsSettled()) tally.Settle(tally.HasRun ? StrategyEnd.Interrupted(cause) : StrategyEnd.NeverRan(cause), _clock.Now);
    }
}
