using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Running;

public sealed class QueueTests
{
    [Fact]
    public async Task A_scan_that_waited_too_long_ends_as_timed_out_without_having_run()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var starter = await world.StartAsync(static o => (o.RunWorker, o.QueueTimeout) = (false, TimeSpan.FromMinutes(1)), new GatedStrategy("a"));
        var ticket = await starter.StartScanAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(1) + TimeSpan.FromMilliseconds(1));

        await world.StartAsync(strategy);
        var end = await starter.EndOfAsync(ticket.Key);

        (end.Status, end.State.EndCause, end.ZeroReason).Should().Be((ScanStatus.TimedOut, EndCause.QueueTimedOut, ZeroReason.NoStrategyRan));
        (end.Outcomes[0].Status, end.Outcomes[0].ErrorCode).Should().Be((StrategyStatus.Skipped, StrategyErrorCodes.QueueTimeout));
        strategy.Starts.Should().Be(0);
    }

    [Fact]
    public async Task A_scan_that_waited_just_long_enough_runs()
    {
        await using var world = new ScanHarness();
        var starter = await world.StartAsync(static o => (o.RunWorker, o.QueueTimeout) = (false, TimeSpan.FromMinutes(1)), new GatedStrategy("a"));
        var ticket = await starter.StartScanAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(1));

        await world.StartAsync(new GatedStrategy("a").Finish());

        (await starter.EndOfAsync(ticket.Key)).Status.Should().Be(ScanStatus.Completed);
    }

    [Fact]
    public async Task A_waiting_scan_is_claimed_as_soon_as_a_slot_is_free_without_any_move_of_the_clock()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(static o => o.MaxConcurrentScans = 1, strategy);
        var first = await process.StartScanAsync(Sample.Request with { Mode = StartMode.New });
        var second = await process.StartScanAsync(Sample.Request with { Mode = StartMode.New });
        (await process.ReadAsync(second.Key)).Status.Should().Be(ScanStatus.Queued);

        strategy.Finish();
        await process.EndOfAsync(first.Key);
        strategy.Finish();

        (await process.EndOfAsync(second.Key)).Status.Should().Be(ScanStatus.Completed);
    }

    [Fact]
    public async Task A_waiting_scan_is_found_by_the_slow_poll_when_the_signal_was_lost()
    {
        await using var world = new ScanHarness();
        var starter = await world.StartAsync(static o => o.RunWorker = false, new GatedStrategy("a"));
        await world.StartAsync(static o => o.PollInterval = TimeSpan.FromSeconds(2), new GatedStrategy("a").Finish());
        world.Store.IsSilent = true;

        var ticket = await starter.StartScanAsync();
        var end = await world.AdvanceUntilAsync(starter.EndOfAsync(ticket.Key), TimeSpan.FromMilliseconds(500));

        end.Status.Should().Be(ScanStatus.Completed);
    }
}
