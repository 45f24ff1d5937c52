using System.Collections.Immutable;
using OpportunityScan.State;

namespace OpportunityScan.DocsTests.Exploring;

/// <summary>Every change of a scan's status that the state machine allows, found by trying all events on all states within reach.</summary>
internal static class StatusWays
{
    private const int Depth = 5;
    private static readonly DateTimeOffset Start = new(2025, 3, 14, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);
    private static readonly StrategyId Only = new("only");

    internal static ISet<(ScanStatus From, ScanStatus To)> All()
    {
        var ways = new HashSet<(ScanStatus, ScanStatus)>();
        var states = ImmutableArray.Create(ScanMachine.Create(Plan, Start));
        for (var depth = 0; depth < Depth; depth++)
        {
            var next = ImmutableArray.CreateBuilder<ScanState>();
            foreach (var state in states)
            {
                foreach (var after in Events(state).Select(e => ScanMachine.Apply(state, e)).Where(static t => t.IsAccepted).Select(static t => t.State))
                {
                    if (after.Status != state.Status) ways.Add((state.Status, after.Status));
                    next.Add(after);
                }
            }

            states = next.DrainToImmutable();
        }

        return ways;
    }

    private static ScanPlan Plan => new()
    {
        Key = new ScanKey(new OwnerId("ann"), new ScanId("scan")),
        Incarnation = "life",
        Fingerprint = new Fingerprint("f"),
        Parameters = ScanParameters.Empty,
        Strategies = [new PlannedStrategy(Only, "Only", "1", TimeSpan.FromMinutes(1))],
        Deadline = TimeSpan.FromMinutes(1),
        QueueTimeout = TimeSpan.FromMinutes(1),
        Retention = TimeSpan.FromHours(1),
        TombstoneRetention = TimeSpan.FromHours(1),
        MaxAttempts = 1,
    };

    private static IEnumerable<ScanEvent> Events(ScanState state)
    {
        var now = Start + TimeSpan.FromSeconds(state.Version);
        yield return new ScanEvent.Claimed("worker", $"token {state.Version}", Lease, now);
        yield return new ScanEvent.Claimed("worker", $"token {state.Version}", Lease, now + Plan.QueueTimeout + Lease);
        yield return new ScanEvent.CancelRequested(now);
        yield return new ScanEvent.Renewed(state.Run, Lease, now);
        yield return new ScanEvent.Released(state.Run, now);
        foreach (var status in Enum.GetValues<StrategyStatus>())
        {
            var outcome = new StrategyOutcome { Strategy = Only, Status = status, Attempt = state.Attempt };
            foreach (EndCause? cause in (EndCause?[])[null, .. Enum.GetValues<EndCause>()])
                yield return new ScanEvent.Committed(state.Run, state.Sequence + 1, [new OutcomeChange(0, outcome)], cause, Lease, now);
        }
    }
}
