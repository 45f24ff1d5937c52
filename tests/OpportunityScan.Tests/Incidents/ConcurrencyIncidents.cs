using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Incidents;

/// <summary>Incidents of concurrency: scans that overwrote, outlived or blocked each other.</summary>
public sealed class ConcurrencyIncidents
{
    [Fact]
    [Trait("Incident", "D1")]
    public async Task The_same_request_in_two_processes_at_once_is_one_scan()
    {
        await using var world = new ScanHarness();
        GatedStrategy[] strategies = [new("a"), new("a")];
        var first = await world.StartAsync(strategies[0]);
        var second = await world.StartAsync(strategies[1]);

        var tickets = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(() => (i % 2 == 0 ? first : second).StartScanAsync())));
        await Limit.UntilAsync(() => strategies.Sum(static s => s.Starts) > 0);
        foreach (var strategy in strategies) strategy.Finish();
        await second.EndOfAsync(tickets[0].Key);

        tickets.Select(static t => t.Id).Distinct().Should().ContainSingle();
        tickets.Count(static t => t.Disposition == StartDisposition.Created).Should().Be(1);
        strategies.Sum(static s => s.Starts).Should().Be(1);
    }

    [Fact]
    [Trait("Incident", "D1")]
    public async Task A_superseded_runner_cannot_overwrite_the_result_of_the_one_that_took_over()
    {
        await using var world = new ScanHarness();
        var (frozen, taker) = (new GatedStrategy("a"), new GatedStrategy("a"));
        var first = await world.StartAsync(static o => (o.MaxConcurrentScans, o.LeaseDuration) = (1, TimeSpan.FromSeconds(10)), frozen);
        var second = await world.StartAsync(taker);
        var ticket = await first.StartScanAsync();
        await first.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);
        world.Store.DropRenewals = true;
        world.Clock.Advance(TimeSpan.FromSeconds(10));
        await taker.RunAsync();
        taker.Emit(Sample.Opportunity("RIGHT")).Finish();
        var end = await second.EndOfAsync(ticket.Key);

        frozen.Emit(Sample.Opportunity("WRONG", 1_000)).Finish();
        await Limit.UntilAsync(() => first.Worker.RunningScans == 0);

        (await first.ReadAsync(ticket.Key)).Version.Should().Be(end.Version);
        (await first.FoundAsync(ticket.Key)).Select(static o => o.Symbol).Should().Equal("RIGHT");
        first.Logged.Should().Contain(105);
    }

    [Fact]
    [Trait("Incident", "D2")]
    public async Task A_running_scan_is_read_from_the_store_every_time_and_only_its_end_is_cached()
    {
        await using var world = new ScanHarness();
        world.Store.IsInProcess = false;
        var strategy = new GatedStrategy("a");
        var runner = await world.StartAsync(strategy);
        var reader = await world.StartAsync(static o => o.RunWorker = false, new GatedStrategy("a"));
        var ticket = await runner.StartScanAsync();
        (await reader.FindAsync(ticket.Key)).FoundBy.Should().Be("by-id");

        strategy.Emit(Sample.Opportunity("S1"));
        await runner.SeenAsync(ticket.Key, static s => s.Progress.Found == 1);
        var running = await reader.FindAsync(ticket.Key);
        (running.FoundBy, running.Snapshot!.Progress.Found).Should().Be(("by-id", 1));
        strategy.Finish();
        await runner.EndOfAsync(ticket.Key);

        (await reader.FindAsync(ticket.Key)).FoundBy.Should().Be("by-id");
        var cached = await reader.FindAsync(ticket.Key);
        (cached.FoundBy, cached.Snapshot!.Status).Should().Be(("terminal-cache", ScanStatus.Completed));
        world.Clock.Advance(cached.Snapshot.State.ExpiresAt!.Value - world.Now);
        (await reader.FindAsync(ticket.Key)).Status.Should().Be(LookupStatus.Expired, "the cache forgets a scan when its retention ends");
    }

    [Fact]
    [Trait("Incident", "D3")]
    public async Task Starting_again_leaves_a_finished_scan_as_it_is()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a").Emit(Sample.Opportunities(3)).Finish();
        var process = await world.StartAsync(strategy);
        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);

        var again = new[] { StartMode.Join, StartMode.New, StartMode.Replace };
        foreach (var mode in again) (await process.StartScanAsync(Sample.Request with { Mode = mode })).Id.Should().NotBe(end.Id);
        strategy.Finish().Finish().Finish();

        (await process.ReadAsync(end.Key)).Version.Should().Be(end.Version);
        (await process.FoundAsync(end.Key)).Should().HaveCount(3);
    }

    [Fact]
    [Trait("Incident", "D4")]
    public async Task Replacing_a_scan_gives_a_new_id_and_whoever_watches_the_old_one_sees_it_end()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a").Report(0.5).Emit(Sample.Opportunity("OLD"));
        var process = await world.StartAsync(strategy);
        var old = await process.StartScanAsync();
        var seen = new List<ScanSnapshot>();
        var watching = Task.Run(async () =>
        {
            await foreach (var snapshot in process.Scans.WatchAsync(old.Key)) seen.Add(snapshot);
        });
        await process.SeenAsync(old.Key, static s => s.Progress.Found == 1);

        var replaced = await process.StartScanAsync(Sample.Request with { Mode = StartMode.Replace });
        await Limit.Within(watching);
        await Limit.UntilAsync(() => strategy.Starts == 2);
        strategy.Finish();

        replaced.Id.Should().NotBe(old.Id);
        seen.Select(static s => s.Version).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        seen.Select(static s => s.Progress.Percentage).Should().BeInAscendingOrder();
        seen.Should().OnlyContain(s => s.Id == old.Id);
        (seen[^1].Status, seen[^1].Progress.Found).Should().Be((ScanStatus.Canceled, 1));
        (await process.EndOfAsync(replaced.Key)).Status.Should().Be(ScanStatus.Completed, "the end of the old one leaves the new one alone");
    }

    [Fact]
    [Trait("Incident", "D5")]
    public async Task A_cancel_reaches_every_strategy_and_is_reported_only_when_they_have_stopped_or_been_left_behind()
    {
        await using var world = new ScanHarness();
        var polite = Enumerable.Range(1, 6).Select(i => new GatedStrategy("polite" + i)).ToArray();
        var stubborn = new GatedStrategy("stubborn") { IgnoresCancellation = true };
        var process = await world.StartAsync([.. polite, stubborn]);
        var ticket = await process.StartScanAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Running == 7);

        await process.Scans.CancelAsync(ticket.Key);
        await Limit.Within(Task.WhenAll(polite.Select(static s => s.Ended)));
        await Limit.Within(stubborn.ToldToStop);
        var between = await process.SeenAsync(ticket.Key, static s => s.Progress.Canceled == 6);
        between.Status.Should().Be(ScanStatus.Running, "one of them still runs");
        world.Clock.Advance(TimeSpan.FromSeconds(2));
        var end = await process.EndOfAsync(ticket.Key);

        (end.Status, end.Progress.Canceled).Should().Be((ScanStatus.Canceled, 7));
        polite.Sum(static s => s.Running).Should().Be(0);
        end.Outcomes[6].Detached.Should().BeTrue();
        stubborn.Finish();
    }

    [Fact]
    [Trait("Incident", "D6")]
    public async Task After_a_worker_was_killed_another_one_goes_on_and_the_scan_is_found_all_the_time()
    {
        await using var world = new ScanHarness();
        var lease = static (OpportunityScanOptions o) => { o.LeaseDuration = TimeSpan.FromSeconds(10); };
        var (done, half) = (new GatedStrategy("done").Emit(Sample.Opportunity("DONE")).Finish(), new GatedStrategy("half").Emit(Sample.Opportunity("HALF")));
        var (doneAgain, halfAgain) = (new GatedStrategy("done"), new GatedStrategy("half"));
        var first = await world.StartAsync(lease, done, half);
        var second = await world.StartAsync(lease, doneAgain, halfAgain);
        var ticket = await first.StartScanAsync();
        var before = await first.SeenAsync(ticket.Key, static s => s.Progress is { Settled: 1, Found: 2 });

        await first.KillAsync();
        for (var waited = 0; waited < 10; waited++)
        {
            var polled = await second.ReadAsync(ticket.Key);
            (polled.Progress.Settled, polled.Progress.Total, polled.Progress.Found).Should().Be((1, 2, 2));
            polled.Version.Should().BeGreaterThanOrEqualTo(before.Version);
            world.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await halfAgain.RunAsync();
        halfAgain.Finish();
        var end = await second.EndOfAsync(ticket.Key);
        (end.Status, end.Progress.Found, doneAgain.Starts).Should().Be((ScanStatus.Completed, 2, 0));
    }

    [Fact]
    [Trait("Incident", "D7")]
    public async Task Whatever_affects_a_result_makes_another_request_and_what_does_not_is_no_part_of_it()
    {
        await using var world = new ScanHarness();
        var symbol = new StrategyParameter("symbol");
        var process = await world.StartAsync(Versioned("1"), new GatedStrategy("b"));
        var upgraded = await world.StartAsync(Versioned("2"), new GatedStrategy("b"));
        var filtered = Sample.Request with { Parameters = ScanParameters.Empty.With("symbol", "IBM", "BA") };

        ScanRequest[] different =
        [
            Sample.Request,
            filtered,
            Sample.Request with { Parameters = ScanParameters.Empty.With("symbol", "IBM") },
            Sample.Request with { Strategies = [new StrategyId("a")] },
            Sample.Request with { Deadline = TimeSpan.FromSeconds(30) },
            new ScanRequest(Sample.OtherOwner),
        ];

        var fingerprints = different.Select(r => process.Scans.Plan(r).Fingerprint).Append(upgraded.Scans.Plan(Sample.Request).Fingerprint);
        fingerprints.Should().OnlyHaveUniqueItems();
        var reordered = filtered with { Parameters = ScanParameters.Empty.With(" symbol", "BA", " IBM", "BA"), Mode = StartMode.New };
        process.Scans.Plan(reordered).Fingerprint.Should().Be(process.Scans.Plan(filtered).Fingerprint);
        (await process.StartScanAsync(filtered)).Id.Should().NotBe((await process.StartScanAsync()).Id);

        IStrategy Versioned(string version) => new DelegatedStrategy(
            new StrategyDescriptor(new StrategyId("a")) { Version = version, Parameters = [symbol] }, static (_, _) => AsyncEnumerable.Empty<Opportunity>());
    }

    [Fact]
    [Trait("Incident", "D9")]
    public async Task What_a_reader_got_does_not_change_under_its_hands()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a").Emit(Sample.Opportunity("FIRST"));
        var process = await world.StartAsync(strategy);
        var ticket = await process.StartScanAsync();
        var early = await process.SeenAsync(ticket.Key, static s => s.Progress.Found == 1);
        var page = await process.Scans.GetResultsAsync(ticket.Key);

        strategy.Emit(Sample.Opportunity("SECOND", 1_000)).Finish();
        var end = await process.EndOfAsync(ticket.Key);
        var changed = (await process.FoundAsync(ticket.Key)).Add(Sample.Opportunity("MINE")).RemoveAt(0);

        (early.Status, early.Progress.Found, early.Top.Single().Symbol).Should().Be((ScanStatus.Running, 1, "FIRST"));
        page.Items.Select(static o => o.Symbol).Should().Equal("FIRST");
        changed.Should().HaveCount(2);
        (await process.FoundAsync(ticket.Key)).Select(static o => o.Symbol).Should().Equal("SECOND", "FIRST");
        (await process.ReadAsync(ticket.Key)).Should().BeSameAs(end, "one immutable snapshot serves every reader");
    }

    [Fact]
    [Trait("Incident", "D10")]
    public async Task What_is_kept_of_finished_scans_is_bounded_and_running_ones_are_never_dropped_for_it()
    {
        await using var world = new ScanHarness(new InMemoryStoreOptions { MaxRetainedScans = 5, MaxTombstones = 7 });
        var (quick, running) = (Sample.Finds("quick", Sample.Opportunity("IBM")), new GatedStrategy("running"));
        var process = await world.StartAsync(quick, running);
        var lasting = await process.StartScanAsync(Sample.Request with { Strategies = [new StrategyId("running")] });
        await running.RunAsync();

        for (var i = 0; i < 40; i++)
            await process.EndOfAsync((await process.StartScanAsync(Sample.Request with { Strategies = [new StrategyId("quick")] })).Key);

        var kept = world.Memory.Count();
        (kept.Unfinished, kept.Terminal, kept.Tombstones).Should().Be((1, 5, 7));
        await Limit.UntilAsync(() => world.Memory.Count().WatchedScans == 0 && process.WatchFeeds == 0 && process.Worker.RunningScans == 1);
        (await process.FindAsync(lasting.Key)).IsFound.Should().BeTrue();
        world.Clock.Advance(TimeSpan.FromMilliseconds(1)); // it ends later than the others
        running.Finish();
        (await process.EndOfAsync(lasting.Key)).Status.Should().Be(ScanStatus.Completed);
    }
}
