using OpportunityScan.State;

namespace OpportunityScan.Tests.Specs;

/// <summary>What a runner does within its process: claim, run strategies, stop them, die.</summary>
internal static class RunnerSteps
{
    internal static IEnumerable<Step> Of(Model model, World world, int index)
    {
        var runner = world.Runners[index];
        var name = "worker " + (char)('A' + index);
        if (runner.Mode == Mode.Idle)
        {
            if (Claim(model, world, index, name) is { } claim) yield return claim;
            yield break;
        }

        if (world.Trouble > 0 && world.IsCurrent(runner))
        {
            yield return new Step($"{name} crashes", With(world, index, Runner.Idle) with { Trouble = world.Trouble - 1 }, Helps: false);
        }

        if (runner is { Mode: Mode.Running, Stopped: null } && world.IsCurrent(runner))
        {
            for (var s = 0; s < runner.Outcomes.Length; s++)
            {
                foreach (var (what, next) in OfStrategy(runner, s))
                {
                    yield return new Step($"{name}: s{s + 1} {what}", With(world, index, NetworkSteps.Send(world, next)), Helps: true);
                }
            }

            foreach (var stop in Stops(world, index, name)) yield return stop;
        }

        foreach (var step in NetworkSteps.Of(model, world, index, name)) yield return step;
    }

    internal static World With(World world, int index, Runner runner) => world with { Runners = world.Runners.SetItem(index, runner) };

    private static Step? Claim(Model model, World world, int index, string name)
    {
        var claim = new ScanEvent.Claimed(name, name, Model.Lease, world.Now);
        var (after, answer) = StoreSteps.Apply(model, world, claim);
        if (answer != Ignored.No) return null; // nothing happens to anybody
        var outcomes = after.Scan.Outcomes;
        var runner = new Runner
        {
            Mode = Mode.Running,
            Run = after.Scan.Run,
            Outcomes = outcomes,
            Dirty = [.. new bool[outcomes.Length]],
            Emitted = [.. new int[outcomes.Length]],
            CancelSeen = after.Scan.CancelRequestedAt is not null,
        };
        if (ScanMachine.EndOnClaim(after.Scan, world.Now, isRunnable: true) is { } cause) runner = NetworkSteps.Send(after, Stop(runner, cause));
        return new Step($"{name} claims", With(after, index, runner), Helps: true, new Delivery(claim, answer, IsHeard: true));
    }

    private static IEnumerable<(string What, Runner Next)> OfStrategy(Runner runner, int s)
    {
        var outcome = runner.Outcomes[s];
        if (outcome.Status == StrategyStatus.Pending && runner.Outcomes.Take(s).All(static o => o.Status != StrategyStatus.Pending))
        {
            yield return ("starts", Changed(runner, s, outcome with { Status = StrategyStatus.Running, Attempt = runner.Run.Attempt }));
        }

        if (outcome.Status != StrategyStatus.Running) yield break;
        yield return ("succeeds", Changed(runner, s, outcome with { Status = StrategyStatus.Succeeded }));
        yield return ("fails", Changed(runner, s, outcome with { Status = StrategyStatus.Failed }));
        if (s > 0 || outcome.Found > 0) yield break; // the first strategy has one opportunity to find; emitted again, it is nothing new
        yield return ("emits", Changed(runner, s, outcome with { Found = 1 }) with { Emitted = runner.Emitted.SetItem(s, 1) });
    }

    private static IEnumerable<Step> Stops(World world, int index, string name)
    {
        var runner = world.Runners[index];
        if (runner.IsDone) yield break;
        if (runner.CancelSeen) yield return Stopping(EndCause.CancelRequested, helps: true, world);
        if (world.DeadlinePassed) yield return Stopping(EndCause.DeadlinePassed, helps: true, world);
        if (world.Trouble > 0)
        {
            var leaving = world with { Trouble = world.Trouble - 1 };
            yield return Stopping(EndCause.WorkerStopped, helps: false, leaving);
        }

        Step Stopping(EndCause cause, bool helps, World before) => new($"{name} stops: {cause}", With(before, index, NetworkSteps.Send(before, Stop(runner, cause))), helps);
    }

    /// <summary>What was running is settled by the cause, what had not begun is skipped; settled outcomes stay.</summary>
    private static Runner Stop(Runner runner, EndCause cause)
    {
        for (var s = 0; s < runner.Outcomes.Length; s++)
        {
            var outcome = runner.Outcomes[s];
            if (outcome.IsSettled) continue;
            var status = outcome.Status == StrategyStatus.Pending ? StrategyStatus.Skipped : cause switch
            {
                EndCause.DeadlinePassed => StrategyStatus.TimedOut,
                EndCause.AttemptsExhausted => StrategyStatus.Failed,
                _ => StrategyStatus.Canceled,
            };
            runner = Changed(runner, s, outcome with { Status = status });
        }

        return runner with { Stopped = cause };
    }

    private static Runner Changed(Runner runner, int s, StrategyOutcome outcome) =>
        runner with { Outcomes = runner.Outcomes.SetItem(s, outcome), Dirty = runner.Dirty.SetItem(s, true) };
}
