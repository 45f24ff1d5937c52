using OpportunityScan.State;

namespace OpportunityScan.Tests.Specs;

/// <summary>Something that must hold for every step of every run.</summary>
/// <param name="Name">What must hold, as a sentence.</param>
/// <param name="Holds">Whether it holds for a step out of a world.</param>
internal sealed record Requirement(string Name, Func<World, Step, bool> Holds)
{
    internal const string Absorbing = "a terminal state is absorbing";
    internal const string SettledStays = "a settled outcome never changes";
    internal const string Monotonic = "settled, found and version never decrease, and a visible change raises the version";
    internal const string EndsOnce = "the end of a strategy is recorded once";
    internal const string OneWriter = "only the holder of the current attempt changes outcomes";
    internal const string EndSettlesAll = "a terminal scan has every outcome settled";
    internal const string CanceledIfAsked = "a scan is canceled only if asked for, or if its worker stopped";
    internal const string TimedOutIfLate = "a scan is timed out only if its deadline or its longest wait has passed";
    internal const string CompletedIfSucceeded = "a scan is completed only if a strategy succeeded";
    internal const string AttemptsBounded = "no strategy runs once the attempts are exhausted";
    internal const string CancelKept = "a wish to cancel is never forgotten";
    internal const string AcknowledgedIsStored = "what was acknowledged is stored";
    internal const string FoundOnce = "an opportunity is recorded once, and counted as found";
    internal const string ReleasedIsDue = "a released scan is due until somebody claims it";
    internal const string NeverWrong = "a faithful runner is never told that it is wrong";
    internal const string EndsByItself = "from every state the scan ends by itself, without the owner's help and further trouble";

    /// <summary>All but the last, which takes the whole exploration to decide. In this order a fault is reported by its nearest name.</summary>
    internal static IReadOnlyList<Requirement> All { get; } =
    [
        new(Absorbing, static (before, step) => !before.Scan.Status.IsTerminal() || ReferenceEquals(before.Scan, step.After.Scan)),
        new(SettledStays, static (before, step) => EachOutcome(before, step, static (was, now) => !was.IsSettled || was == now)),
        new(Monotonic, Rises),
        new(AcknowledgedIsStored, static (_, step) => step.Delivery is not { IsHeard: true } delivery || IsStored(delivery, step.After.Scan)),
        new(EndsOnce, static (_, step) => step.After.Ends.Zip(step.After.Scan.Outcomes).All(static s => s.First == (s.Second.IsSettled ? 1 : 0))),
        new(OneWriter, OnlyTheHolderWrites),
        new(EndSettlesAll, static (_, step) => !step.After.Scan.Status.IsTerminal() || step.After.Scan.Outcomes.All(static o => o.IsSettled)),
        new(CanceledIfAsked, static (_, step) => step.After.Scan is not { Status: ScanStatus.Canceled, CancelRequestedAt: null } scan || scan.EndCause == EndCause.WorkerStopped),
        new(TimedOutIfLate, static (_, step) => step.After.Scan.Status != ScanStatus.TimedOut || step.After.DeadlinePassed || StoreSteps.IsOverdue(step.After.Scan)),
        new(CompletedIfSucceeded, static (_, step) =>
            step.After.Scan.Status != ScanStatus.Completed || step.After.Scan.Outcomes.Any(static o => o.Status == StrategyStatus.Succeeded)),
        new(AttemptsBounded, static (_, step) => step.After.Deaths < step.After.Scan.Plan.MaxAttempts || !Runs(step.After)),
        new(CancelKept, static (before, step) => before.Scan.CancelRequestedAt is null || step.After.Scan.CancelRequestedAt is not null),
        new(FoundOnce, static (_, step) => step.After.Kept.Zip(step.After.Scan.Outcomes).All(static s => s.First == s.Second.Found)),
        new(ReleasedIsDue, static (_, step) => step.After.Scan is not { Status: ScanStatus.Running, Worker: null } || !step.After.IsLeased),
        new(NeverWrong, static (_, step) => step.Delivery is not { IsHeard: true } delivery || !IsReproach(delivery.Answer)),
    ];

    /// <summary>The first requirement that a step breaks; <c>null</c> when it breaks none. A step within a runner, unseen by the store, cannot.</summary>
    internal static Requirement? FirstBroken(World before, Step step) =>
        step.Delivery is null && ReferenceEquals(before.Scan, step.After.Scan) ? null : All.FirstOrDefault(r => !r.Holds(before, step));

    private static bool EachOutcome(World before, Step step, Func<StrategyOutcome, StrategyOutcome, bool> holds) =>
        before.Scan.Outcomes.Zip(step.After.Scan.Outcomes).All(pair => holds(pair.First, pair.Second));

    private static bool Rises(World before, Step step)
    {
        var (was, now) = (before.Scan, step.After.Scan);
        var (progress, after) = (ScanProgress.Of(was.Outcomes), ScanProgress.Of(now.Outcomes));
        var changed = was.Status != now.Status || was.CancelRequestedAt != now.CancelRequestedAt || was.Attempt != now.Attempt
            || !was.Outcomes.SequenceEqual(now.Outcomes);
        return now.Status >= was.Status && after.Settled >= progress.Settled && after.Found >= progress.Found && after.Percentage >= progress.Percentage
            && (changed ? now.Version > was.Version : now.Version >= was.Version);
    }

    private static bool OnlyTheHolderWrites(World before, Step step) =>
        step.Delivery?.Event is not ScanEvent.Committed commit
        || before.Scan.Outcomes.SequenceEqual(step.After.Scan.Outcomes)
        || (commit.Run == before.Scan.Run && before.Scan.Worker is not null);

    private static bool Runs(World world) =>
        world.Runners.Any(r => r is { Mode: Mode.Running, Stopped: null } && r.Run == world.Scan.Run && world.Scan.Worker is not null);

    /// <summary>Whether the record shows what a heard, positive answer promised.</summary>
    private static bool IsStored(Delivery delivery, ScanState scan) => delivery switch
    {
        { Event: ScanEvent.Committed commit, Answer: Ignored.No or Ignored.Repeated } =>
            commit.Changes.All(c => scan.Outcomes[c.Strategy] == c.Outcome) && (commit.End is null || scan.EndCause == commit.End),
        { Event: ScanEvent.CancelRequested, Answer: Ignored.No } => scan.CancelRequestedAt is not null,
        _ => true,
    };

    private static bool IsReproach(Ignored answer) =>
        answer is Ignored.UnknownStrategy or Ignored.OutcomeSettled or Ignored.GoesBack or Ignored.OutOfOrder or Ignored.InvalidEnd;
}
