using System.Collections.Immutable;
using OpportunityScan.State;

namespace OpportunityScan.Tests.Specs;

/// <summary>What passes between a runner and the store: commits, renewals and releases, any of which may arrive twice, late, or unanswered.</summary>
internal static class NetworkSteps
{
    internal static IEnumerable<Step> Of(Model model, World world, int index, string name)
    {
        var runner = world.Runners[index];
        if (runner.InFlight is { } message) return Commits(model, world, index, name, message);
        if (runner.Mode == Mode.Releasing) return [Release(model, world, index, name, isHeard: true)];
        return Idle(model, world, index, name);
    }

    private static IEnumerable<Step> Idle(Model model, World world, int index, string name)
    {
        var runner = world.Runners[index];
        var renewal = new ScanEvent.Renewed(runner.Run, Model.Lease, world.Now);
        yield return Renew(model, world, index, name, renewal);
        if (world is { Trouble: > 0, Straggler: null }) yield return new Step($"{name}'s renewal is delayed", Delayed(world, renewal), Helps: false);
        if (world.Trouble == 0) yield break;
        var leaving = world with { Trouble = world.Trouble - 1 };
        yield return Release(model, leaving, index, name, isHeard: true);
        yield return Release(model, leaving, index, name, isHeard: false);
    }

    private static IEnumerable<Step> Commits(Model model, World world, int index, string name, Message message)
    {
        var (after, answer) = StoreSteps.Commit(model, world, message);
        var heard = RunnerSteps.With(after, index, Send(after, Heard(after.Runners[index], message, answer, after.Scan)));
        yield return new Step($"{name}'s commit arrives", heard, Helps: true, new Delivery(message.Commit, answer, IsHeard: true));
        yield return new Step($"{name}'s commit arrives, the answer is lost", after, Helps: false, new Delivery(message.Commit, answer, IsHeard: false));
        if (world is { Trouble: > 0, Straggler: null }) yield return new Step($"{name}'s commit is delayed and sent again", Delayed(world, message), Helps: false);
    }

    /// <summary>Unless a commit is under way, everything that has changed goes out in one at once; the last of it brings the end.</summary>
    internal static Runner Send(World world, Runner runner)
    {
        if (runner.Mode != Mode.Running || runner.InFlight is not null || !(runner.IsDirty || runner.IsDone)) return runner;
        ImmutableArray<OutcomeChange> changes =
            [.. Enumerable.Range(0, runner.Outcomes.Length).Where(s => runner.Dirty[s]).Select(s => new OutcomeChange(s, runner.Outcomes[s]))];
        EndCause? end = runner.IsDone ? runner.Stopped ?? EndCause.AllSettled : null;
        var commit = new ScanEvent.Committed(runner.Run, runner.Sequence + 1, changes, end, Model.Lease, world.Now);
        return runner with
        {
            InFlight = new Message(commit, runner.Emitted),
            Dirty = [.. new bool[runner.Dirty.Length]],
            Emitted = [.. new int[runner.Emitted.Length]],
        };
    }

    private static Runner Heard(Runner runner, Message message, Ignored answer, ScanState scan) => answer switch
    {
        Ignored.No or Ignored.Repeated when message.Commit.End is null => runner with
        {
            InFlight = null,
            Sequence = message.Commit.Sequence,
            CancelSeen = scan.CancelRequestedAt is not null,
        },
        _ => Runner.Idle, // it is over: ended, fenced, or told that it is wrong
    };

    private static Step Renew(Model model, World world, int index, string name, ScanEvent.Renewed renewal)
    {
        var (after, answer) = StoreSteps.Apply(model, world, renewal);
        var next = answer == Ignored.No ? world.Runners[index] with { CancelSeen = after.Scan.CancelRequestedAt is not null } : Runner.Idle;
        return new Step($"{name} renews", RunnerSteps.With(after, index, next), Helps: true, new Delivery(renewal, answer, IsHeard: true));
    }

    private static Step Release(Model model, World world, int index, string name, bool isHeard)
    {
        var runner = world.Runners[index];
        var release = new ScanEvent.Released(runner.Run, world.Now);
        var (after, answer) = StoreSteps.Apply(model, world, release);
        var next = isHeard ? Runner.Idle : runner with { Mode = Mode.Releasing };
        return new Step(
            $"{name} releases{(isHeard ? "" : ", the answer is lost")}", RunnerSteps.With(after, index, next), Helps: isHeard, new Delivery(release, answer, isHeard));
    }

    private static World Delayed(World world, object message) =>
        world with { Straggler = message, Trouble = world.Trouble - 1 };
}
