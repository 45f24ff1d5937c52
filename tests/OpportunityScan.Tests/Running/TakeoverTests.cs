using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Running;

public sealed class TakeoverTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task After_a_worker_died_another_one_runs_only_the_missing_strategies_and_merges_what_was_found()
    {
        await using var world = new ScanHarness();
        var (done, half) = (new GatedStrategy("done"), new GatedStrategy("half"));
        var (doneAgain, halfAgain) = (new GatedStrategy("done"), new GatedStrategy("half"));
        var first = await world.StartAsync(ShortLease, done.Emit(Sample.Opportunity("DONE")).Finish(), half.Emit(Sample.Opportunity("BOTH", 5), Sample.Opportunity("ONCE")));
        var second = await world.StartAsync(ShortLease, doneAgain, halfAgain);
        var ticket = await first.StartScanAsync();
        (await half.RunAsync()).Attempt.Should().Be(1);
        var before = await second.SeenAsync(ticket.Key, static s => s.Progress is { Settled: 1, Found: 3 });

        await first.KillAsync();
        world.Clock.Advance(Lease);
        (await halfAgain.RunAsync()).Attempt.Should().Be(2);
        var taken = await second.ReadAsync(ticket.Key);
        taken.Progress.Found.Should().Be(3, "what the dead worker had committed is kept");
        taken.Version.Should().BeGreaterThan(before.Version);
        halfAgain.Emit(Sample.Opportunity("BOTH", 6), Sample.Opportunity("NEW")).Finish();
        var end = await second.EndOfAsync(ticket.Key);

        end.Status.Should().Be(ScanStatus.Completed);
        (end.State.Attempt, end.State.Lapses).Should().Be((2, 1));
        doneAgain.Starts.Should().Be(0, "a settled outcome is never run again");
        end.Outcomes[0].Should().BeEquivalentTo(before.Outcomes[0]);
        var found = await second.FoundAsync(ticket.Key);
        found.Select(static o => o.Symbol).Should().BeEquivalentTo("DONE", "BOTH", "ONCE", "NEW");
        found.ToDictionary(static o => o.Symbol, StringComparer.Ordinal)["BOTH"].ProfitPotential.Should().Be(6, "of two equal ones the better is kept");
        end.Progress.Found.Should().Be(4);
    }

    [Fact]
    public async Task A_worker_that_lives_keeps_its_scan_however_long_a_strategy_is_silent()
    {
        await using var world = new ScanHarness();
        var (strategy, other) = (new GatedStrategy("a"), new GatedStrategy("a"));
        var first = await world.StartAsync(ShortLease, strategy);
        await world.StartAsync(ShortLease, other);
        var ticket = await first.StartScanAsync();
        await strategy.RunAsync();

        for (var i = 0; i < 20; i++)
        {
            var due = await LeaseEndAsync(first, ticket.Key);
            world.Clock.Advance(Lease / 3);
            await Limit.UntilAsync(() => LeaseEndAsync(first, ticket.Key), renewed => renewed > due);
        }

        other.Starts.Should().Be(0);
        (await first.ReadAsync(ticket.Key)).State.Attempt.Should().Be(1);
        strategy.Finish();
        (await first.EndOfAsync(ticket.Key)).Status.Should().Be(ScanStatus.Completed);
    }

    [Fact]
    public async Task A_superseded_run_is_refused_stops_its_strategies_and_keeps_quiet()
    {
        await using var world = new ScanHarness();
        var (frozen, taker) = (new GatedStrategy("a"), new GatedStrategy("a"));
        var first = await world.StartAsync(o => { ShortLease(o); o.MaxConcurrentScans = 1; }, frozen); // no slot left to take its own scan back
        var second = await world.StartAsync(ShortLease, taker);
        var ticket = await first.StartScanAsync();
        await frozen.RunAsync();
        await first.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);

        // The first process freezes in the middle of a commit, for longer than its lease; a renewal does not get through either.
        world.Store.HoldCommits();
        world.Store.DropRenewals = true;
        frozen.Emit(Sample.Opportunity("TOO-LATE", 1_000));
        await Limit.UntilAsync(() => world.Store.Holding == 1);
        world.Clock.Advance(Lease);
        await taker.RunAsync();
        world.Store.LetCommitsGo();
        await Limit.Within(frozen.ToldToStop);
        await Limit.UntilAsync(() => first.Worker.RunningScans == 0);
        taker.Emit(Sample.Opportunity("RIGHT")).Finish();
        var end = await second.EndOfAsync(ticket.Key);

        (end.Status, end.State.Attempt).Should().Be((ScanStatus.Completed, 2));
        (await second.FoundAsync(ticket.Key)).Select(static o => o.Symbol).Should().Equal("RIGHT");
        first.Logged.Count(static id => id == 105).Should().Be(1);
        first.Logged.Should().NotContain([107, 108]);
    }

    [Fact]
    public async Task A_renewal_that_arrives_after_the_end_is_not_taken_for_a_takeover()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(ShortLease, strategy);
        var ticket = await process.StartScanAsync();
        await strategy.RunAsync();
        var onItsWay = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var mayArrive = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Store.BeforeRenewal = () =>
        {
            onItsWay.TrySetResult();
            return mayArrive.Task;
        };
        world.Clock.Advance(Lease / 3);
        await Limit.Within(onItsWay.Task);

        strategy.Finish();
        await process.EndOfAsync(ticket.Key);
        await Limit.UntilAsync(() => process.Worker.RunningScans == 0);
        mayArrive.SetResult();
        await Limit.Within(process.Worker.StopAsync()); // waits for the renewal too

        process.Logged.Should().NotContain(105);
    }

    [Fact]
    [Trait("Incident", "E3")]
    public async Task What_a_store_throws_that_nobody_has_foreseen_is_waited_out_and_no_strategy_runs_again()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(ShortLease, strategy);
        var ticket = await process.StartScanAsync();
        await strategy.RunAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);

        world.Store.OnCommit = static (_, _) => throw new InvalidOperationException("A defect of a third-party store.");
        strategy.Emit(Sample.Opportunity("KEPT"));
        await Limit.UntilAsync(() => process.Logged.Contains(301));
        world.Store.OnCommit = null;
        strategy.Finish();
        var end = await world.AdvanceUntilAsync(process.EndOfAsync(ticket.Key), TimeSpan.FromMilliseconds(100));

        (end.Status, end.Progress.Found, end.State.Attempt, strategy.Starts).Should().Be((ScanStatus.Completed, 1, 1, 1));
        process.Logged.Should().NotContain([105, 107, 108]);
    }

    [Fact]
    public async Task When_the_attempts_are_exhausted_the_scan_has_failed_with_what_was_found()
    {
        await using var world = new ScanHarness();
        var done = new GatedStrategy("done").Emit(Sample.Opportunity("DONE")).Finish();
        var deadly = new GatedStrategy("deadly");
        ScanTicket? ticket = null;
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var doomed = await world.StartAsync(o => { ShortLease(o); o.MaxConcurrentStrategies = 2; }, done, deadly, new GatedStrategy("other"));
            ticket ??= await doomed.StartScanAsync();
            (await deadly.RunAsync()).Attempt.Should().Be(attempt);
            await doomed.SeenAsync(ticket.Key, s => s.State.Attempt == attempt && s.Outcomes[0].IsSettled && s.Outcomes[1].Status == StrategyStatus.Running);
            await doomed.KillAsync();
            world.Clock.Advance(Lease);
        }

        var last = await world.StartAsync(ShortLease, done, deadly, new GatedStrategy("other"));
        var end = await last.EndOfAsync(ticket!.Key);

        (end.Status, end.State.EndCause).Should().Be((ScanStatus.Failed, EndCause.AttemptsExhausted));
        end.Outcomes[0].Status.Should().Be(StrategyStatus.Succeeded);
        (end.Outcomes[1].Status, end.Outcomes[1].ErrorCode).Should().Be((StrategyStatus.Failed, StrategyErrorCodes.AttemptsExhausted));
        (await last.FoundAsync(ticket.Key)).Select(static o => o.Symbol).Should().Equal("DONE");
        deadly.Starts.Should().Be(3);
    }

    [Fact]
    public async Task The_deadline_is_not_extended_by_a_takeover()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var first = await world.StartAsync(ShortLease, new GatedStrategy("a"));
        var ticket = await first.StartScanAsync();
        await first.KillAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(100));
        var second = await world.StartAsync(ShortLease, strategy);
        await strategy.RunAsync();

        world.Clock.Advance(TimeSpan.FromSeconds(80));
        var end = await second.EndOfAsync(ticket.Key);

        (end.Status, end.State.EndedAt).Should().Be((ScanStatus.TimedOut, end.State.StartedAt + TimeSpan.FromMinutes(3)));
    }

    /// <summary>When the lease ends. Renewing it raises no version and sends no signal, so it has to be asked for.</summary>
    private static async Task<DateTimeOffset?> LeaseEndAsync(ScanProcess process, ScanKey key) => (await process.ReadAsync(key)).State.DueAt;

    private static void ShortLease(OpportunityScanOptions options) => options.LeaseDuration = Lease;
}
