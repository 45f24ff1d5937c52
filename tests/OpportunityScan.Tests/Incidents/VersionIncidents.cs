using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Incidents;

/// <summary>Processes that do not register the same strategies in the same way.</summary>
public sealed class VersionIncidents
{
    [Fact, Trait("Incident", "E6")]
    public async Task Processes_that_register_in_another_order_join_and_repeat_starts()
    {
        await using var world = new ScanHarness();
        var one = await world.StartAsync(new GatedStrategy("a"), new GatedStrategy("b"));
        var other = await world.StartAsync(new GatedStrategy("b"), new GatedStrategy("a"));
        var chosen = Sample.Request with { Id = new ScanId("order-1") };

        var started = await one.StartScanAsync();
        var joined = await other.StartScanAsync();
        var first = await one.StartScanAsync(chosen);
        var repeated = await other.StartScanAsync(chosen);

        (joined.Disposition, joined.Key).Should().Be((StartDisposition.Joined, started.Key));
        (repeated.Disposition, repeated.Key).Should().Be((StartDisposition.Joined, first.Key));
    }

    [Fact, Trait("Incident", "E13")]
    public async Task A_scan_in_which_a_strategy_failed_is_no_answer_for_the_next_start()
    {
        await using var world = new ScanHarness();
        var flaky = new GatedStrategy("b").Fail(new InvalidOperationException("The feed is silent.")).Finish();
        var process = await world.StartAsync(new GatedStrategy("a").Finish().Finish(), flaky);
        var partial = await process.EndOfAsync((await process.StartScanAsync()).Key);
        var reuse = StartMode.Reuse(TimeSpan.FromMinutes(5));

        var accepted = await process.StartScanAsync(Sample.Request with { Mode = reuse with { AcceptPartial = true } });
        var again = await process.StartScanAsync(Sample.Request with { Mode = reuse });
        var whole = await process.EndOfAsync(again.Key);
        var reused = await process.StartScanAsync(Sample.Request with { Mode = reuse });

        partial.Status.Should().Be(ScanStatus.Completed);
        (accepted.Disposition, accepted.Key).Should().Be((StartDisposition.Reused, partial.Key));
        again.Disposition.Should().Be(StartDisposition.Created);
        (reused.Disposition, reused.Key).Should().Be((StartDisposition.Reused, whole.Key));
    }

    [Fact, Trait("Incident", "E6")]
    public async Task A_worker_that_lacks_a_strategy_or_its_version_leaves_the_scan_to_one_that_has_all()
    {
        await using var world = new ScanHarness();
        await world.StartAsync(Finds("a", "1"));
        var starter = await world.StartAsync(static o => o.RunWorker = false, Finds("a", "2"), Finds("b", "1"));
        var ticket = await starter.StartScanAsync();
        await world.StartAsync(Finds("a", "2"));
        (await starter.ReadAsync(ticket.Key)).Status.Should().Be(ScanStatus.Queued);

        await world.StartAsync(Finds("b", "1"), Finds("a", "2"));
        var end = await starter.EndOfAsync(ticket.Key);

        (end.Status, end.State.Attempt).Should().Be((ScanStatus.Completed, 1));
        (await starter.FoundAsync(ticket.Key)).Select(static o => o.Symbol).Should().BeEquivalentTo("a:2", "b:1");
    }

    [Fact, Trait("Incident", "E6")]
    public async Task What_nobody_can_run_ends_with_a_cause_that_says_so()
    {
        await using var world = new ScanHarness();
        await world.StartAsync(static o => o.PollInterval = TimeSpan.FromSeconds(1), Finds("a", "1"));
        var starter = await world.StartAsync(static o => (o.RunWorker, o.QueueTimeout) = (false, TimeSpan.FromMinutes(1)), Finds("a", "2"));
        var ticket = await starter.StartScanAsync();

        var end = await world.AdvanceUntilAsync(starter.EndOfAsync(ticket.Key), TimeSpan.FromSeconds(1));

        (end.Status, end.State.EndCause, end.ZeroReason).Should().Be((ScanStatus.TimedOut, EndCause.NotRunnable, ZeroReason.NoStrategyRan));
        (end.Outcomes[0].Status, end.Outcomes[0].ErrorCode).Should().Be((StrategyStatus.Skipped, StrategyErrorCodes.NotRunnable));
        (end.State.EndedAt - end.State.CreatedAt).Should().BeGreaterThan(TimeSpan.FromMinutes(1));
    }

    [Fact, Trait("Incident", "E14")]
    public async Task One_owners_queue_does_not_let_another_owners_only_scan_wait()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(static o => (o.MaxConcurrentScans, o.Limits.MaxActiveScansPerOwner) = (1, 100), strategy);
        for (var i = 0; i < 12; i++) await process.StartScanAsync(Sample.Request with { Mode = StartMode.New });
        var only = await process.StartScanAsync(new ScanRequest(Sample.OtherOwner));

        for (var i = 0; i < 3; i++) strategy.Finish(); // the one that runs, one that waits, and the only one

        (await process.EndOfAsync(only.Key)).Status.Should().Be(ScanStatus.Completed);
    }

    private static DelegatedStrategy Finds(string id, string version) => new(
        new StrategyDescriptor(new StrategyId(id)) { Version = version },
        (_, _) => new[] { Sample.Opportunity($"{id}:{version}") }.ToAsyncEnumerable());
}
