using OpportunityScan.Diagnostics;
using OpportunityScan.State;

namespace OpportunityScan.Running;

/// <summary>Tells logs and metrics what a commit has recorded.</summary>
internal static class RunReport
{
    internal static void Settled(LedgerDelta delta, ScanState claimed, RunLedger ledger, StoreClock clock, RunnerServices services)
    {
        foreach (var change in delta.Changes)
        {
            if (change.Outcome is { IsSettled: true, Elapsed: { } elapsed } outcome)
                services.Metrics.StrategySettled(outcome.Strategy, outcome.Status, elapsed);
        }

        if (delta.End is not { } end) return;
        var status = ScanMachine.Verdict(ledger.Outcomes(), end.Cause);
        services.Durations.Nudge();
        services.Metrics.Ended(status, clock.Now - claimed.StartedAt!.Value);
        services.Logger.ScanEnded(claimed.Plan.Key.Id, status, end.Cause, end.Ranking.Length);
    }
}
