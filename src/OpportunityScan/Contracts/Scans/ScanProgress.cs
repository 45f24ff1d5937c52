using System.Collections.Immutable;

namespace OpportunityScan;

/// <summary>How far a scan is, counted from its outcomes; it cannot be built without them, so the total is never missing.</summary>
public readonly record struct ScanProgress
{
    private ScanProgress(int total) => Total = total;

    /// <summary>How many strategies the scan has.</summary>
    public int Total { get; }

    /// <summary>How many are settled, in whichever way. Never decreases.</summary>
    public int Settled => Done + Canceled + Skipped;

    /// <summary>How many came to an end of their own: all settled ones but those that were canceled or never ran. Never decreases.</summary>
    public int Done => Succeeded + NotApplicable + Failed + TimedOut;

    /// <summary>Whether nothing is missing: every strategy succeeded, or had nothing to say.</summary>
    public bool IsWhole => Succeeded + NotApplicable == Total;

    /// <summary>How many are pending.</summary>
    public int Pending { get; private init; }

    /// <summary>How many are running.</summary>
    public int Running { get; private init; }

    /// <summary>How many ran to their end.</summary>
    public int Succeeded { get; private init; }

    /// <summary>How many threw.</summary>
    public int Failed { get; private init; }

    /// <summary>How many exceeded their time.</summary>
    public int TimedOut { get; private init; }

    /// <summary>How many were canceled.</summary>
    public int Canceled { get; private init; }

    /// <summary>How many never ran.</summary>
    public int Skipped { get; private init; }

    /// <summary>How many had nothing to say about what was asked.</summary>
    public int NotApplicable { get; private init; }

    /// <summary>How many distinct opportunities were found so far. Never decreases.</summary>
    public int Found { get; private init; }

    /// <summary>How many emitted opportunities were not accepted. Never decreases.</summary>
    public int Rejected { get; private init; }

    /// <summary>How many emitted opportunities another one stands for. Never decreases; found, rejected and merged are all that was emitted.</summary>
    public int Merged { get; private init; }

    /// <summary>
    /// Strategies that are done, and what the others reported of themselves, of the total: 0 to 100. Never decreases; where a scan was
    /// canceled it stays where it was.
    /// </summary>
    public double Percentage { get; private init; }

    /// <summary>Counts <paramref name="outcomes"/>.</summary>
    public static ScanProgress Of(ImmutableArray<StrategyOutcome> outcomes)
    {
        Span<int> counts = stackalloc int[(int)StrategyStatus.NotApplicable + 1];
        var (found, rejected, merged, done) = (0, 0, 0, 0d);
        foreach (var outcome in outcomes)
        {
            counts[(int)outcome.Status]++;
            found += outcome.Found;
            rejected += outcome.Rejected;
            merged += outcome.Merged;
            done += outcome.Status.IsDone() ? 1 : outcome.Progress ?? 0;
        }

        return new ScanProgress(outcomes.Length)
        {
            Pending = counts[(int)StrategyStatus.Pending],
            Running = counts[(int)StrategyStatus.Running],
            Succeeded = counts[(int)StrategyStatus.Succeeded],
            Failed = counts[(int)StrategyStatus.Failed],
            TimedOut = counts[(int)StrategyStatus.TimedOut],
            Canceled = counts[(int)StrategyStatus.Canceled],
            Skipped = counts[(int)StrategyStatus.Skipped],
            NotApplicable = counts[(int)StrategyStatus.NotApplicable],
            Found = found,
            Rejected = rejected,
            Merged = merged,
            Percentage = outcomes.Length == 0 ? 0 : 100 * done / outcomes.Length,
        };
    }
}
