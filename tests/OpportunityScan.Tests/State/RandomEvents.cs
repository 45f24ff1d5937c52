using System.Collections.Immutable;
using CsCheck;
using OpportunityScan.State;

namespace OpportunityScan.Tests.State;

/// <summary>Generators of events, sensible and not, and of the histories they make.</summary>
internal static class RandomEvents
{
    private static readonly StrategyId First = SamplePlan.Two.Strategies[0].Id;

    private static readonly Gen<DateTimeOffset> Instant =
        Gen.Frequency((20, Gen.Int[0, 60].Select(s => SamplePlan.Start.AddSeconds(s))), (1, OneOf(DateTimeOffset.MinValue, DateTimeOffset.MaxValue)));

    private static readonly Gen<TimeSpan> Lease =
        Gen.Frequency((20, Gen.Int[-1, 15].Select(s => TimeSpan.FromSeconds(s))), (1, OneOf(TimeSpan.MinValue, TimeSpan.MaxValue)));

    private static readonly Gen<int> Number = Gen.Frequency((30, Gen.Int[0, 4]), (1, OneOf(int.MinValue, -1, int.MaxValue)));

    private static readonly Gen<RunId> Run = Gen.Select(Number, OneOf("token", "token", "other")).Select((attempt, token) => new RunId(attempt, token));

    private static readonly Gen<double?> Progress =
        Gen.Frequency((20, OneOf<double?>(null, 0, 0.25, 0.5, 1)), (1, OneOf<double?>(-1, 2, double.NaN, double.PositiveInfinity)));

    private static readonly Gen<StrategyOutcome> Outcome =
        Gen.Select(OneOf("first", "first", "second", "third"), Gen.Int[-1, (int)StrategyStatus.NotApplicable + 1], Number, Number, Progress)
            .Select((id, status, attempt, found, progress) => new StrategyOutcome
            {
                Strategy = new StrategyId(id),
                Status = (StrategyStatus)status,
                Attempt = attempt,
                Found = Math.Min(found, 1_000),
                Progress = progress,
            });

    private static readonly Gen<OutcomeChange> Change = Gen.Frequency(
        (20, Gen.Select(Gen.Int[-1, 2], Outcome).Select((strategy, outcome) => new OutcomeChange(strategy, outcome))),
        (20, Outcome.Select(o => new OutcomeChange(o.Strategy == First ? 0 : 1, o))),
        (1, Gen.Const(default(OutcomeChange))));

    private static readonly Gen<ImmutableArray<OutcomeChange>> Changes =
        Gen.Frequency((20, Change.Array[0, 3].Select(ImmutableArray.Create)), (1, Gen.Const(default(ImmutableArray<OutcomeChange>))));

    private static readonly Gen<EndCause?> End =
        Gen.Frequency((20, Gen.Const((EndCause?)null)), (4, Gen.Enum<EndCause>().Select(c => (EndCause?)c)), (1, Gen.Const((EndCause?)99)));

    internal static Gen<ScanEvent> Any { get; } = Gen.Frequency(
        (8, Gen.Select(OneOf("token", "other", "third", "fourth"), Lease, Instant).Select(
            ScanEvent (token, lease, at) => new ScanEvent.Claimed("worker", token, lease, at))),
        (1, Gen.Select(Run, Lease, Instant).Select(ScanEvent (run, lease, at) => new ScanEvent.Renewed(run, lease, at))),
        (1, Gen.Select(Run, Instant).Select(ScanEvent (run, at) => new ScanEvent.Released(run, at))),
        (1, Instant.Select(ScanEvent (at) => new ScanEvent.CancelRequested(at))),
        (16, Gen.Select(Run, Number, Changes, End, Lease, Instant).Select(
            ScanEvent (run, sequence, changes, end, lease, at) => new ScanEvent.Committed(run, sequence, changes, end, lease, at))));

    /// <summary>A history: each event is, three times of four, bent to the attempt and sequence that would be accepted.</summary>
    internal static Gen<(ScanEvent Event, bool Fits)[]> History { get; } = Gen.Select(Any, Gen.Int[0, 3]).Select((e, n) => (e, n > 0)).Array[0, 30];

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    internal static ScanEvent Bent(ScanState state, (ScanEvent Event, bool Fits) next) => next switch
    {
        (_, false) => next.Event,
        (ScanEvent.Committed { End: not null } c, _) => c with { Run = state.Run, Sequence = state.Sequence + 1, Changes = Rest(state, c) },
        (ScanEvent.Committed c, _) => c with { Run = state.Run, Sequence = state.Sequence + 1 },
        (ScanEvent.Renewed r, _) => r with { Run = state.Run },
        (ScanEvent.Released r, _) => r with { Run = state.Run },
        _ => next.Event,
    };

    /// <summary>Everything that is not settled, settled in a way drawn from the numbers of the commit; one time in five something is left out.</summary>
    private static ImmutableArray<OutcomeChange> Rest(ScanState state, ScanEvent.Committed commit)
    {
        var status = StrategyStatus.Succeeded + ((commit.Sequence & 7) % 5);
        return
        [
            .. state.Outcomes.Select((o, s) => new OutcomeChange(s, o with { Status = status, Attempt = state.Attempt }))
                .Where(c => !state.Outcomes[c.Strategy].IsSettled && (c.Strategy == 0 || commit.Run.Attempt != 4)),
        ];
    }
}
