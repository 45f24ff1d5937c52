using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Running;

public sealed class StopTests
{
    [Fact]
    public async Task An_orderly_stop_gives_the_scan_to_another_worker_without_counting_an_attempt()
    {
        await using var world = new ScanHarness();
        var (done, half) = (new GatedStrategy("done").Finish(), new GatedStrategy("half"));
        var (doneAgain, halfAgain) = (new GatedStrategy("done"), new GatedStrategy("half"));
        var first = await world.StartAsync(done, half.Emit(Sample.Opportunity("KEPT")));
        var second = await world.StartAsync(doneAgain, halfAgain);
        var ticket = await first.StartScanAsync();
        await first.SeenAsync(ticket.Key, static s => s.Progress is { Settled: 1, Found: 1 });

        await Limit.Within(first.Worker.StopAsync());
        (await halfAgain.RunAsync()).Attempt.Should().Be(2); // without any move of the clock: it was due at once
        halfAgain.Finish();
        var end = await second.EndOfAsync(ticket.Key);

        (end.Status, end.State.Lapses).Should().Be((ScanStatus.Completed, 0));
        doneAgain.Starts.Should().Be(0);
        (await second.FoundAsync(ticket.Key)).Select(static o => o.Symbol).Should().Equal("KEPT");
        first.Worker.RunningScans.Should().Be(0);
        first.Logged.Should().Contain(104);
    }

    [Fact]
    public async Task Where_nobody_else_could_take_the_scan_it_ends_as_canceled_with_what_it_found()
    {
        await using var world = new ScanHarness();
        var (half, never) = (new GatedStrategy("half"), new GatedStrategy("never"));
        var process = await world.StartAsync(o => o.MaxConcurrentStrategies = 1, half.Emit(Sample.Opportunities(4)), never);
        var ticket = await process.StartScanAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Found == 4);

        await Limit.Within(process.Worker.StopAsync());
        var end = await process.ReadAsync(ticket.Key);

        (end.Status, end.State.EndCause).Should().Be((ScanStatus.Canceled, EndCause.WorkerStopped));
        end.Outcomes.Select(static o => (o.Status, o.ErrorCode)).Should().Equal(
            (StrategyStatus.Canceled, StrategyErrorCodes.WorkerStopped), (StrategyStatus.Skipped, StrategyErrorCodes.WorkerStopped));
        (await process.FoundAsync(ticket.Key)).Should().HaveCount(4);
    }

    [Fact]
    public async Task A_strategy_that_leaves_quietly_when_the_worker_stops_is_run_again_by_the_next_one()
    {
        await using var world = new ScanHarness();
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var again = new GatedStrategy("polite");
        var first = await world.StartAsync(Sample.Strategy("polite", (_, token) => StrategyTimeoutTests.UntilToldToStop(running, token)));
        var second = await world.StartAsync(again);
        var ticket = await first.StartScanAsync();
        await Limit.Within(running.Task);

        await Limit.Within(first.Worker.StopAsync());
        await again.RunAsync();
        again.Emit(Sample.Opportunity("SECOND")).Finish();
        var end = await second.EndOfAsync(ticket.Key);

        end.Status.Should().Be(ScanStatus.Completed);
        end.Progress.Found.Should().Be(2, "the first half is kept, and the second half is not taken for done");
    }

    [Fact]
    public async Task A_stopping_worker_waits_for_a_stubborn_strategy_no_longer_than_the_grace()
    {
        await using var world = new ScanHarness();
        var (stubborn, again) = (new GatedStrategy("a") { IgnoresCancellation = true }, new GatedStrategy("a"));
        var first = await world.StartAsync(stubborn);
        var second = await world.StartAsync(again);
        var ticket = await first.StartScanAsync();
        await stubborn.RunAsync();

        var stopped = first.Worker.StopAsync();
        await Limit.Within(stubborn.ToldToStop);
        stopped.IsCompleted.Should().BeFalse();
        world.Clock.Advance(TimeSpan.FromSeconds(2));
        await Limit.Within(stopped);
        await again.RunAsync();
        stubborn.Emit(Sample.Opportunity("LATE")).Finish();
        await Limit.Within(stubborn.Ended);
        again.Emit(Sample.Opportunity("RIGHT")).Finish();
        await second.EndOfAsync(ticket.Key);

        (await second.FoundAsync(ticket.Key)).Select(static o => o.Symbol).Should().Equal("RIGHT");
    }

    [Fact]
    public async Task A_hard_stop_abandons_the_scan_and_its_lease_lapses_as_after_a_crash()
    {
        await using var world = new ScanHarness();
        var (stubborn, again) = (new GatedStrategy("a") { IgnoresCancellation = true }, new GatedStrategy("a"));
        var first = await world.StartAsync(stubborn);
        var second = await world.StartAsync(again);
        var ticket = await first.StartScanAsync(Sample.Request);
        await stubborn.RunAsync();
        await first.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);

        await first.KillAsync();
        var left = await second.ReadAsync(ticket.Key);
        (left.Status, left.State.Worker).Should().Be((ScanStatus.Running, first.Worker.Name), "nothing was stored on the way out");
        stubborn.Finish();
        world.Clock.Advance(left.State.DueAt!.Value - world.Now);
        var end = await second.EndOfAsync(ticket.Key);

        (end.State.Lapses, end.Status).Should().Be((1, ScanStatus.TimedOut), "the lease of this test outlasts the deadline");
    }

    [Fact]
    public async Task A_stopped_worker_claims_nothing_and_a_scan_started_after_that_waits()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(strategy);
        await Limit.Within(process.Worker.StopAsync());

        var ticket = await process.StartScanAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(30));

        (await process.ReadAsync(ticket.Key)).Status.Should().Be(ScanStatus.Queued);
        strategy.Starts.Should().Be(0);
        await process.Invoking(p => p.Worker.StartAsync()).Should().ThrowAsync<InvalidOperationException>();
    }

    [Fact]
    public async Task Starting_or_stopping_a_worker_twice_changes_nothing()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(new GatedStrategy("a").Finish());
        await process.Worker.StartAsync();

        (await process.EndOfAsync((await process.StartScanAsync()).Key)).Status.Should().Be(ScanStatus.Completed);
        await Limit.Within(process.Worker.StopAsync());
        await Limit.Within(process.Worker.StopAsync());
        world.Store.Listeners.Should().Be(0);
    }
}
