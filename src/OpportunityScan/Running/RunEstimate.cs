using System.Collections.Immutable;
using OpportunityScan.Estimating;

namespace OpportunityScan.Running;

/// <summary>When one run will probably end; and what can be learnt from it when it has. Not safe for concurrent use: the ledger guards it.</summary>
internal sealed class RunEstimate
{
    private readonly ScanEstimator _estimator;
    private readonly ScanState _claimed;
    private readonly ImmutableArray<DurationKey> _keys;
    private readonly Series[] _before;
    private readonly double? _expected;

    internal RunEstimate(ScanState claimed, ScanEstimator estimator)
    {
        (_claimed, _estimator, _keys) = (claimed, estimator, estimator.KeysOf(claimed.Plan));
        _before = new Series[_keys.Length];
        for (var i = 0; i < _before.Length; i++) _before[i] = estimator.History.Of(_keys[i]);
        if (claimed.Attempt == 1) _expected = Expected<int>(static (_, _) => (null, null), 0);
    }

    /// <summary>Learns how long a strategy took until it came to an end of its own.</summary>
    internal void Settled(int strategy, TimeSpan elapsed) => _estimator.History.Record(_keys[strategy], _before[strategy], elapsed);

    /// <summary>Learns how long the scan took, if all of it was seen and it ended by itself.</summary>
    internal void Ended(DateTimeOffset now)
    {
        if (_expected is not > 0 || _claimed.StartedAt is not { } started || now <= started) return;
        _estimator.History.RecordDeviation((now - started).TotalSeconds / _expected.Value);
    }

    /// <summary>When it will probably end, and no later than it must; <c>null</c> while that is not known.</summary>
    internal ScanEstimate? End(StrategyTally[] tallies, DateTimeOffset now)
    {
        var remaining = Expected(
            static (i, s) =>
            {
                var tally = s.tallies[i];
                if (tally.Status.IsSettled()) return (double.NaN, null);
                return tally.Status == StrategyStatus.Running ? (Math.Max(0, (s.now - tally.StartedAt!.Value).TotalSeconds), tally.Reported) : (null, null);
            },
            (tallies, now));
        if (remaining is not { } expected) return null;
        var (p50, p90) = _estimator.History.Interval(TimeSpan.FromSeconds(expected));
        return new ScanEstimate(NoLater(now + p50), p90 is { } far ? NoLater(now + far) : null);
    }

    /// <param name="stateOf">How long a strategy has run, <c>null</c> when it does not yet, and not a number when it is settled; and how far it says it is.</param>
    /// <param name="state">What it is asked with.</param>
    private double? Expected<TState>(Func<int, TState, (double? Elapsed, double? Progress)> stateOf, TState state)
    {
        var (most, count) = (_before.Length, 0);
        Span<Lanes.Unsettled> unsettled = most <= 64 ? stackalloc Lanes.Unsettled[most] : new Lanes.Unsettled[most];
        for (var i = 0; i < most; i++)
        {
            var (elapsed, progress) = stateOf(i, state);
            if (elapsed is double.NaN) continue;
            unsettled[count++] = new Lanes.Unsettled(Lanes.Remaining(_before[i], elapsed, progress), elapsed is not null);
        }

        return Lanes.Remaining(unsettled[..count], _estimator.Lanes);
    }

    private DateTimeOffset NoLater(DateTimeOffset end) => end > _claimed.DeadlineAt ? _claimed.DeadlineAt.Value : end;
}
