using System.Globalization;
using SampleHost;

namespace ScanConsole;

/// <summary>Says in words how a scan ended: what was found, what failed or came too late, and why there is nothing where there is nothing.</summary>
internal static class Explanation
{
    /// <summary>From so many strategies of the same fate on, one line speaks for all.</summary>
    private const int Many = 3;

    /// <summary>The whole scan in a few lines.</summary>
    internal static IEnumerable<string> Of(ScanResults results, ConsoleOptions options)
    {
        var snapshot = results.Snapshot!;
        var progress = snapshot.Progress;
        yield return Sentence(snapshot);

        if (Zero(snapshot) is { } reason) yield return reason;
        else if (results.Items.IsEmpty) yield return $"None of the {progress.Found} passes the filter ({Filter(options)}).";
        else if (results.NextOffset is not null) yield return $"These are the best {results.Items.Length} of {results.TotalMatching} (--top shows more).";
    }

    /// <summary>The whole scan in a sentence.</summary>
    internal static string Sentence(ScanSnapshot snapshot)
    {
        var progress = snapshot.Progress;
        var elapsed = snapshot.State.EndedAt - snapshot.State.StartedAt is { } time ? $" after {Duration.Show(time)}" : "";
        return $"{Word(snapshot.Status)}{elapsed}: {progress.Found} found, {progress.Succeeded} of {progress.Total} strategies ran to their end"
            + $"{Part(progress.Failed, "failed")}{Part(progress.TimedOut, "timed out")}{Part(progress.Canceled, "canceled")}"
            + $"{Part(progress.Skipped, "never ran")}{Part(progress.NotApplicable, "not applicable")}.";
    }

    /// <summary>A line for each strategy that did not simply find something: its name, what became of it, and why. Where many share a fate, one line for all.</summary>
    internal static IEnumerable<(StrategyStatus Status, string Name, string Text)> OfStrategies(ScanSnapshot snapshot)
    {
        var fates = snapshot.Outcomes.Where(o => Why(o) is not null).OrderByDescending(o => o.Status).GroupBy(o => (o.Status, Why: Why(o)!));
        foreach (var fate in fates)
        {
            var found = fate.Sum(o => o.Found);
            if (fate.Count() >= Many) yield return (fate.Key.Status, $"{fate.Count()} strategies", $"{fate.Key.Why}{Kept(fate.Key.Status, found)} These are {string.Join(", ", fate.Select(o => o.Strategy))}.");
            else foreach (var outcome in fate) yield return (outcome.Status, outcome.Strategy.Value, fate.Key.Why + Kept(outcome.Status, outcome.Found));
        }
    }

    private static string Kept(StrategyStatus status, int found) => found == 0 || status == StrategyStatus.Succeeded ? "" : $" The {found} found before are kept.";

    private static string? Why(StrategyOutcome outcome) => outcome.Status switch
    {
        StrategyStatus.Failed => $"failed ({outcome.ErrorCode}): {outcome.Message}",
        StrategyStatus.TimedOut => $"timed out: {outcome.Message}",
        StrategyStatus.Canceled => $"canceled: {outcome.Message}",
        StrategyStatus.Skipped => $"never ran: {outcome.Message}",
        StrategyStatus.NotApplicable => $"not applicable: {outcome.Message}",
        _ when outcome.Rejected > 0 => string.Join(' ', outcome.Rejections.Select(r => $"{r.Count} rejected ({r.Reason}): {r.Example}")),
        _ when outcome.Found == 0 => "found nothing: no signal today whose like paid in the past beyond chance.",
        _ => null,
    };

    private static string? Zero(ScanSnapshot snapshot) => snapshot.ZeroReason switch
    {
        ZeroReason.NoStrategyRan => "There are no results because no strategy ran before the scan ended.",
        ZeroReason.AllFailed => "There are no results because no strategy ran to its end.",
        ZeroReason.FoundNone => "There are no results because no strategy has a signal today whose like paid in the past beyond chance.",
        ZeroReason.NoneApplicable => "There are no results because no strategy has anything to say about what was asked.",
        ZeroReason.AllRejected => "There are no results because everything that was emitted broke a rule.",
        _ => null,
    };

    private static string Word(ScanStatus status) => status == ScanStatus.TimedOut ? "Timed out" : status.ToString();

    private static string Part(int count, string what) => count == 0 ? "" : $", {count} {what}";

    private static string Filter(ConsoleOptions options)
    {
        var risk = options.Risks.IsEmpty ? null : "--risk " + string.Join(',', options.Risks.Select(r => r.Words().Replace(' ', '-')));
        var profit = options.MinProfit is { } least ? "--min-profit " + least.ToString(CultureInfo.InvariantCulture) : null;
        return string.Join(' ', new[] { profit, risk }.OfType<string>());
    }
}
