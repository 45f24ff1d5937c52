using System.Collections.Immutable;
using OpportunityScan.State;

namespace OpportunityScan.Tests.Specs;

/// <summary>What happens to the record: the store applies events, time passes, the owner cancels, the network delivers late.</summary>
internal static class StoreSteps
{
    internal static IEnumerable<Step> Of(Model model, World world)
    {
        if (!world.Scan.Status.IsTerminal() && world.Scan.CancelRequestedAt is null) yield return OwnerCancels(model, world);
        if (world.IsLeased && !world.IsHeld) yield return new Step("lease of a dead worker lapses", Lapsed(world), Helps: true);
        if (world.IsLeased && world.IsHeld && world.Trouble > 0)
        {
            yield return new Step("lease of a stalled worker lapses", Lapsed(world) with { Trouble = world.Trouble - 1 }, Helps: false);
        }

        if (world.Scan.Status == ScanStatus.Running && !world.DeadlinePassed) yield return new Step("deadline passes", Late(world), Helps: false);
        if (world.Scan.Status == ScanStatus.Queued && !IsOverdue(world.Scan)) yield return new Step("queue timeout passes", Overdue(world), Helps: false);
        if (world.Straggler is Message message) yield return DeliverLate(world with { Straggler = null }, message.Commit, w => Commit(model, w, message));
        if (world.Straggler is ScanEvent other) yield return DeliverLate(world with { Straggler = null }, other, w => Apply(model, w, other));
    }

    /// <summary>The store applies an event; outcomes that settle by it are counted.</summary>
    internal static (World World, Ignored Answer) Apply(Model model, World world, ScanEvent happened)
    {
        var transition = model.Apply(world.Scan, happened);
        if (!transition.IsAccepted) return (world, transition.Ignored);
        var takesOver = happened is ScanEvent.Claimed && world.Scan is { Worker: not null, HasBegun: true };
        return (world with
        {
            Scan = transition.State,
            Deaths = takesOver ? world.Deaths + 1 : world.Deaths,
            Ends = Ends(world, happened, transition.State),
        }, Ignored.No);
    }

    /// <summary>The store applies a commit and, in the same step, keeps its opportunities.</summary>
    internal static (World World, Ignored Answer) Commit(Model model, World world, Message message)
    {
        var (after, answer) = Apply(model, world, message.Commit);
        if (answer != Ignored.No || message.Chunks.All(static c => c == 0)) return (after, answer);
        return (after with { Kept = [.. world.Kept.Zip(message.Chunks, static (kept, more) => kept + more)] }, answer);
    }

    internal static bool IsOverdue(ScanState scan) => Model.Start - scan.CreatedAt > scan.Plan.QueueTimeout;

    private static ImmutableArray<int> Ends(World world, ScanEvent happened, ScanState after)
    {
        ImmutableArray<int> ended = happened is ScanEvent.Committed commit
            ? [.. commit.Changes.Where(static c => c.Outcome.IsSettled).Select(static c => c.Strategy)]
            : [.. Enumerable.Range(0, after.Outcomes.Length).Where(s => after.Outcomes[s].IsSettled && !world.Scan.Outcomes[s].IsSettled)];
        return ended.IsEmpty ? world.Ends : [.. world.Ends.Select((count, s) => ended.Contains(s) ? count + 1 : count)];
    }

    private static Step OwnerCancels(Model model, World world)
    {
        var cancel = new ScanEvent.CancelRequested(world.Now);
        var (after, answer) = Apply(model, world, cancel);
        return new Step("owner cancels", after, Helps: false, new Delivery(cancel, answer, IsHeard: true));
    }

    private static Step DeliverLate(World world, ScanEvent happened, Func<World, (World World, Ignored Answer)> deliver)
    {
        var (after, answer) = deliver(world);
        return new Step($"late copy of {happened.GetType().Name} arrives", after, Helps: true, new Delivery(happened, answer, IsHeard: false));
    }

    private static World Lapsed(World world) => world with { Scan = world.Scan with { DueAt = world.Now } };

    private static World Late(World world)
    {
        var late = world with { DeadlinePassed = true };
        return world.IsLeased ? late with { Scan = world.Scan with { DueAt = late.Now + Model.Lease } } : late;
    }

    private static World Overdue(World world) =>
        world with { Scan = world.Scan with { CreatedAt = Model.Start - world.Scan.Plan.QueueTimeout - Model.Lease } };
}
