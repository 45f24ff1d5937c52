using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Running;

public sealed class DeadlineTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(150);

    [Fact]
    public async Task A_strategy_is_told_to_stop_early_enough_to_stop_before_the_deadline()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("slow");
        var process = await world.StartAsync(o => o.Deadline = Deadline, strategy);

        var ticket = await process.StartScanAsync();
        var context = await strategy.RunAsync();
        context.DeadlineAt.Should().Be(world.Now + Deadline - TimeSpan.FromSeconds(2), "the grace to stop lies inside the deadline");
        world.Clock.Advance(Deadline - TimeSpan.FromSeconds(2));
        var end = await process.EndOfAsync(ticket.Key);

        end.Status.Should().Be(ScanStatus.TimedOut);
        end.State.EndCause.Should().Be(EndCause.DeadlinePassed);
        end.State.EndedAt.Should().BeOnOrBefore(end.State.DeadlineAt!.Value);
        var outcome = end.Outcomes.Single();
        (outcome.Status, outcome.ErrorCode, outcome.Detached).Should().Be((StrategyStatus.TimedOut, StrategyErrorCodes.ScanDeadline, false));
    }

    [Fact]
    public async Task The_deadline_holds_for_a_strategy_that_ignores_its_token()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("stubborn") { IgnoresCancellation = true };
        var process = await world.StartAsync(o => o.Deadline = Deadline, strategy);

        var ticket = await process.StartScanAsync();
        await strategy.RunAsync();
        world.Clock.Advance(Deadline - TimeSpan.FromSeconds(2));
        await Limit.Within(strategy.ToldToStop);
        (await process.ReadAsync(ticket.Key)).Status.Should().Be(ScanStatus.Running, "it may still stop by itself");
        world.Clock.Advance(TimeSpan.FromSeconds(2));
        var end = await process.EndOfAsync(ticket.Key);

        end.Status.Should().Be(ScanStatus.TimedOut);
        end.State.EndedAt.Should().Be(end.State.StartedAt + Deadline);
        var outcome = end.Outcomes.Single();
        (outcome.Status, outcome.Detached).Should().Be((StrategyStatus.TimedOut, true));
        outcome.Message.Should().Contain("left behind");
        process.Logged.Should().Contain(202);
        strategy.Finish();
    }

    [Fact]
    public async Task The_deadline_holds_for_a_strategy_that_blocks_its_thread()
    {
        await using var world = new ScanHarness();
        using var began = new ManualResetEventSlim();
        using var free = new ManualResetEventSlim();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = await world.StartAsync(o => o.Deadline = Deadline, Sample.Strategy("blocking", (_, _) =>
        {
            began.Set();
            free.Wait(TimeSpan.FromMinutes(1), CancellationToken.None);
            ended.SetResult();
            return AsyncEnumerable.Empty<Opportunity>();
        }));

        var ticket = await process.StartScanAsync();
        await Limit.UntilAsync(() => began.IsSet);
        world.Clock.Advance(Deadline);
        var end = await process.EndOfAsync(ticket.Key);

        (end.Status, end.Outcomes.Single().Detached).Should().Be((ScanStatus.TimedOut, true));
        ended.Task.IsCompleted.Should().BeFalse();
        free.Set();
        await Limit.Within(ended.Task);
    }

    [Fact]
    public async Task What_a_strategy_emits_after_it_was_left_behind_is_discarded()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("stubborn") { IgnoresCancellation = true };
        var process = await world.StartAsync(o => o.Deadline = Deadline, strategy);

        var ticket = await process.StartScanAsync();
        strategy.Emit(Sample.Opportunity("EARLY"));
        await process.SeenAsync(ticket.Key, static s => s.Progress.Found == 1);
        world.Clock.Advance(Deadline);
        var end = await process.EndOfAsync(ticket.Key);
        strategy.Emit(Sample.Opportunity("LATE", 1_000)).Report(0.9);
        await Limit.Within(strategy.Ended);

        (await process.FoundAsync(ticket.Key)).Select(static o => o.Symbol).Should().Equal("EARLY");
        (await process.ReadAsync(ticket.Key)).Version.Should().Be(end.Version);
    }

    [Fact]
    public async Task Strategies_whose_turn_never_came_are_skipped_and_settled_ones_stay_as_they_are()
    {
        await using var world = new ScanHarness();
        var (done, slow, never) = (new GatedStrategy("done"), new GatedStrategy("slow"), new GatedStrategy("never"));
        var process = await world.StartAsync(
            o => (o.Deadline, o.MaxConcurrentStrategies) = (Deadline, 1), done.Emit(Sample.Opportunities(2)).Finish(), slow, never);

        var ticket = await process.StartScanAsync();
        await slow.RunAsync();
        slow.Emit(Sample.Opportunity("HALF"));
        await process.SeenAsync(ticket.Key, static s => s.Progress.Found == 3);
        world.Clock.Advance(Deadline);
        var end = await process.EndOfAsync(ticket.Key);

        end.Status.Should().Be(ScanStatus.TimedOut);
        end.Outcomes.Select(static o => o.Status).Should().Equal(StrategyStatus.Succeeded, StrategyStatus.TimedOut, StrategyStatus.Skipped);
        end.Outcomes[2].ErrorCode.Should().Be(StrategyErrorCodes.ScanDeadline);
        end.Progress.Found.Should().Be(3);
        (await process.FoundAsync(ticket.Key)).Should().HaveCount(3);
        never.Starts.Should().Be(0);
    }

    [Fact]
    public async Task The_deadline_counts_from_the_first_claim_and_not_from_the_start_of_the_wait()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("slow");
        var starter = await world.StartAsync(o => (o.Deadline, o.RunWorker) = (Deadline, false), new GatedStrategy("slow"));
        var ticket = await starter.StartScanAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(5));

        await world.StartAsync(o => o.Deadline = Deadline, strategy);
        await strategy.RunAsync();

        (await starter.ReadAsync(ticket.Key)).State.DeadlineAt.Should().Be(world.Now + Deadline);
    }

    [Fact]
    public async Task A_request_may_have_a_shorter_deadline_of_its_own()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("slow") { IgnoresCancellation = true };
        var process = await world.StartAsync(o => o.Deadline = Deadline, strategy);

        var ticket = await process.StartScanAsync(Sample.Request with { Deadline = TimeSpan.FromSeconds(10) });
        await strategy.RunAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(10));
        var end = await process.EndOfAsync(ticket.Key);

        end.State.EndedAt.Should().Be(end.State.StartedAt + TimeSpan.FromSeconds(10));
        strategy.Finish();
    }
}
