using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Running;

/// <summary>A store may lose a record while its scan runs (failover, flush); its runner knows everything and writes it again.</summary>
public sealed class LostRecordTests
{
    [Fact]
    public async Task A_record_that_was_lost_while_its_scan_runs_is_written_again_with_the_next_event()
    {
        await using var world = new ScanHarness();
        var (done, running) = (new GatedStrategy("done").Emit(Sample.Opportunities(3)).Finish(), new GatedStrategy("running"));
        var process = await world.StartAsync(done, running);
        var ticket = await process.StartScanAsync();
        var before = await process.SeenAsync(ticket.Key, static s => s.Progress is { Settled: 1, Running: 1 });

        world.Memory.Lose(ticket.Key).Should().BeTrue();
        (await process.FindAsync(ticket.Key)).Status.Should().Be(LookupStatus.NotFound);
        running.Emit(Sample.Opportunity("NEW"));
        var restored = (await Limit.UntilAsync(() => process.FindAsync(ticket.Key), static l => l.IsFound)).Snapshot!;

        restored.Version.Should().BeGreaterThan(before.Version);
        restored.Progress.Found.Should().Be(4);
        restored.Outcomes[0].Should().BeEquivalentTo(before.Outcomes[0]);
        running.Finish();
        var end = await process.EndOfAsync(ticket.Key);
        (end.Status, end.Progress.Found).Should().Be((ScanStatus.Completed, 4));
        (await process.FoundAsync(ticket.Key)).Should().HaveCount(4);
        process.Logged.Should().Contain(106);
    }

    [Fact]
    public async Task A_lost_record_is_noticed_by_the_renewal_even_when_nothing_happens()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(o => o.LeaseDuration = TimeSpan.FromSeconds(10), strategy);
        var ticket = await process.StartScanAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);

        world.Memory.Lose(ticket.Key);
        world.Clock.Advance(TimeSpan.FromSeconds(4));

        (await Limit.UntilAsync(() => process.FindAsync(ticket.Key), static l => l.IsFound)).Snapshot!.Status.Should().Be(ScanStatus.Running);
    }

    [Fact]
    public async Task A_record_that_was_lost_before_the_last_commit_ends_as_it_should()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(strategy);
        var ticket = await process.StartScanAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);

        world.Store.HoldCommits();
        strategy.Emit(Sample.Opportunity("LAST")).Finish();
        await Limit.Within(strategy.Ended);
        world.Memory.Lose(ticket.Key);
        world.Store.LetCommitsGo();
        var found = await Limit.UntilAsync(() => process.FindAsync(ticket.Key), static l => l.Snapshot is { IsTerminal: true });

        (found.Snapshot!.Status, found.Snapshot.Progress.Found).Should().Be((ScanStatus.Completed, 1));
    }

    [Fact]
    public async Task A_wish_to_cancel_outlives_the_loss_of_the_record()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("stubborn") { IgnoresCancellation = true };
        var process = await world.StartAsync(strategy);
        var ticket = await process.StartScanAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);
        await process.Scans.CancelAsync(ticket.Key);
        await Limit.Within(strategy.ToldToStop);

        world.Memory.Lose(ticket.Key);
        world.Clock.Advance(TimeSpan.FromSeconds(2));
        var found = await Limit.UntilAsync(() => process.FindAsync(ticket.Key), static l => l.Snapshot is { IsTerminal: true });

        found.Snapshot!.Status.Should().Be(ScanStatus.Canceled);
        process.Logged.Should().NotContain(108);
        strategy.Finish();
    }

    [Fact]
    public async Task A_record_that_was_lost_before_its_worker_stops_is_not_lost_for_good()
    {
        await using var world = new ScanHarness();
        var (strategy, again) = (new GatedStrategy("a"), new GatedStrategy("a"));
        var first = await world.StartAsync(strategy.Emit(Sample.Opportunity("KEPT")));
        var second = await world.StartAsync(again);
        var ticket = await first.StartScanAsync();
        await first.SeenAsync(ticket.Key, static s => s.Progress.Found == 1);

        world.Memory.Lose(ticket.Key);
        await Limit.Within(first.Worker.StopAsync());
        await again.RunAsync();
        again.Finish();
        var end = await second.EndOfAsync(ticket.Key);

        (end.Status, end.Progress.Found).Should().Be((ScanStatus.Completed, 1));
    }
}
