using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using OpportunityScan.Diagnostics;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Running;

public sealed class CancelTests
{
    [Fact]
    public async Task A_queued_scan_is_canceled_at_once()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(static o => o.RunWorker = false, new GatedStrategy("a"), new GatedStrategy("b"));
        var ticket = await process.StartScanAsync();

        var canceled = await process.Scans.CancelAsync(ticket.Key);

        canceled.Status.Should().Be(CancelStatus.Canceled);
        canceled.Snapshot!.Status.Should().Be(ScanStatus.Canceled);
        canceled.Snapshot.Progress.Skipped.Should().Be(2);
        canceled.Snapshot.ZeroReason.Should().Be(ZeroReason.NoStrategyRan);
        (await process.ReadAsync(ticket.Key)).Version.Should().Be(canceled.Snapshot.Version);
    }

    [Fact]
    public async Task Scans_that_are_canceled_in_the_queue_count_as_ended_whoever_cancels_them()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(static o => o.RunWorker = false, new GatedStrategy("a"));
        using var ended = new MetricCollector<long>(process.Services.GetRequiredService<IMeterFactory>(), MetricNames.Meter, MetricNames.ScansEnded);
        var first = await process.StartScanAsync();

        await process.Scans.CancelAsync(first.Key);
        await process.Scans.CancelAsync(first.Key); // it is over: that counts no more
        for (var i = 0; i < 3; i++) await process.StartScanAsync(Sample.Request with { Mode = StartMode.New });
        await process.StartScanAsync(Sample.Request with { Mode = StartMode.Replace });

        ended.GetMeasurementSnapshot().Select(static m => (m.Value, m.Tags["status"])).Should().Equal((1, "Canceled"), (3, "Canceled"));
        process.Logged.Should().ContainSingle(static id => id == 103);
    }

    [Fact]
    public async Task A_running_scan_is_canceled_once_every_strategy_has_stopped_and_pending_ones_are_skipped()
    {
        await using var world = new ScanHarness();
        var (done, running, pending) = (new GatedStrategy("done").Finish(), new GatedStrategy("running"), new GatedStrategy("pending"));
        var process = await world.StartAsync(static o => o.MaxConcurrentStrategies = 1, done, running, pending);
        var ticket = await process.StartScanAsync();
        await running.RunAsync();

        var answer = await process.Scans.CancelAsync(ticket.Key);
        var end = await process.EndOfAsync(ticket.Key);

        answer.Status.Should().Be(CancelStatus.Requested);
        answer.Snapshot!.State.CancelRequestedAt.Should().Be(world.Now);
        (end.Status, end.State.EndCause).Should().Be((ScanStatus.Canceled, EndCause.CancelRequested));
        end.Outcomes.Select(static o => o.Status).Should().Equal(StrategyStatus.Succeeded, StrategyStatus.Canceled, StrategyStatus.Skipped);
        (running.Running, pending.Starts).Should().Be((0, 0));
    }

    [Fact]
    public async Task A_scan_whose_strategy_ignores_the_wish_is_canceled_when_the_grace_is_over()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("stubborn") { IgnoresCancellation = true };
        var process = await world.StartAsync(strategy);
        var ticket = await process.StartScanAsync();
        await strategy.RunAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);

        await process.Scans.CancelAsync(ticket.Key);
        await Limit.Within(strategy.ToldToStop);
        (await process.ReadAsync(ticket.Key)).Status.Should().Be(ScanStatus.Running);
        (await process.Scans.CancelAsync(ticket.Key)).Status.Should().Be(CancelStatus.Requested, "asking again gives the same answer");
        world.Clock.Advance(TimeSpan.FromSeconds(2));
        var end = await process.EndOfAsync(ticket.Key);

        (end.Status, end.Outcomes.Single().Status, end.Outcomes.Single().Detached).Should().Be((ScanStatus.Canceled, StrategyStatus.Canceled, true));
        strategy.Finish();
    }

    [Fact]
    public async Task A_scan_whose_strategy_leaves_quietly_when_told_to_is_canceled_and_not_completed()
    {
        await using var world = new ScanHarness();
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = await world.StartAsync(Sample.Strategy("polite", (_, token) => StrategyTimeoutTests.UntilToldToStop(running, token)));
        var ticket = await process.StartScanAsync();
        await Limit.Within(running.Task);

        await process.Scans.CancelAsync(ticket.Key);
        var end = await process.EndOfAsync(ticket.Key);

        (end.Status, end.Outcomes.Single().Status, end.Progress.Found).Should().Be((ScanStatus.Canceled, StrategyStatus.Canceled, 1));
    }

    [Fact]
    public async Task A_scan_that_runs_in_another_process_is_canceled_there()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var runner = await world.StartAsync(strategy);
        var asker = await world.StartAsync(static o => o.RunWorker = false, new GatedStrategy("a"));
        var ticket = await runner.StartScanAsync();
        await strategy.RunAsync();

        (await asker.Scans.CancelAsync(ticket.Key)).Status.Should().Be(CancelStatus.Requested);

        (await asker.EndOfAsync(ticket.Key)).Status.Should().Be(ScanStatus.Canceled);
        strategy.Running.Should().Be(0);
    }

    [Fact]
    public async Task A_wish_whose_signal_was_lost_arrives_with_the_next_renewal()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(static o => o.LeaseDuration = TimeSpan.FromSeconds(9), strategy);
        var ticket = await process.StartScanAsync();
        await strategy.RunAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);
        world.Store.IsSilent = true;

        await process.Scans.CancelAsync(ticket.Key);
        world.Clock.Advance(TimeSpan.FromSeconds(3));
        await Limit.Within(strategy.ToldToStop);

        (await Limit.UntilAsync(() => process.ReadAsync(ticket.Key), static s => s.IsTerminal)).Status.Should().Be(ScanStatus.Canceled);
    }

    [Fact]
    public async Task A_signal_that_does_not_name_its_scan_makes_every_run_ask()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(strategy);
        var ticket = await process.StartScanAsync();
        await strategy.RunAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);

        world.Store.IsAnonymous = true; // a store does so when there are too many to name
        await process.Scans.CancelAsync(ticket.Key);

        (await process.EndOfAsync(ticket.Key)).Status.Should().Be(ScanStatus.Canceled);
    }

    [Fact]
    public async Task A_wish_that_nobody_heard_because_the_worker_died_ends_the_scan_at_the_takeover()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var first = await world.StartAsync(ShortLease, strategy.Emit(Sample.Opportunity("KEPT")));
        var second = await world.StartAsync(ShortLease, new GatedStrategy("a"));
        var ticket = await first.StartScanAsync();
        await first.SeenAsync(ticket.Key, static s => s.Progress.Found == 1);
        await first.KillAsync();

        (await second.Scans.CancelAsync(ticket.Key)).Status.Should().Be(CancelStatus.Requested);
        world.Clock.Advance(TimeSpan.FromSeconds(10));
        var end = await second.EndOfAsync(ticket.Key);

        (end.Status, end.Outcomes.Single().Status, end.Progress.Found).Should().Be((ScanStatus.Canceled, StrategyStatus.Canceled, 1));
    }

    [Fact]
    public async Task A_scan_that_has_ended_or_never_was_says_so()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(new GatedStrategy("a").Finish());
        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);

        var late = await process.Scans.CancelAsync(end.Key);
        (late.Status, late.Snapshot!.Version, late.Snapshot.Status).Should().Be((CancelStatus.AlreadyTerminal, end.Version, ScanStatus.Completed));
        (await process.Scans.CancelAsync(new ScanKey(Sample.Owner, ScanId.New()))).Should().Be(new CancelResult(CancelStatus.NotFound, null));
        (await process.Scans.CancelAsync(end.Key with { Owner = Sample.OtherOwner })).Should().Be(new CancelResult(CancelStatus.NotFound, null));
    }

    private static void ShortLease(OpportunityScanOptions options) => options.LeaseDuration = TimeSpan.FromSeconds(10);
}
