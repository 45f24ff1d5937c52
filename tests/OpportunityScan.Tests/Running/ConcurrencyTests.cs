using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Running;

public sealed class ConcurrencyTests
{
    [Fact]
    public async Task No_more_scans_run_at_once_than_the_option_allows_and_the_rest_waits_its_turn()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("only");
        var process = await world.StartAsync(o => o.MaxConcurrentScans = 2, strategy);

        var tickets = new List<ScanTicket>();
        for (var i = 0; i < 5; i++) tickets.Add(await process.StartScanAsync(Sample.Request with { Mode = StartMode.New }));
        await strategy.RunAsync();
        await strategy.RunAsync();

        process.Worker.RunningScans.Should().Be(2);
        var statuses = await Task.WhenAll(tickets.Select(async t => (await process.ReadAsync(t.Key)).Status));
        statuses.Count(static s => s == ScanStatus.Running).Should().Be(2);
        statuses.Count(static s => s == ScanStatus.Queued).Should().Be(3);

        var most = 0;
        for (var i = 0; i < 5; i++)
        {
            most = Math.Max(most, strategy.Running);
            strategy.Finish();
        }

        foreach (var ticket in tickets) (await process.EndOfAsync(ticket.Key)).Status.Should().Be(ScanStatus.Completed);
        most.Should().BeLessThanOrEqualTo(2);
        await Limit.UntilAsync(() => process.Worker.RunningScans == 0);
    }

    [Fact]
    public async Task No_more_strategies_of_a_scan_run_at_once_than_the_option_allows()
    {
        await using var world = new ScanHarness();
        GatedStrategy[] strategies = [new("a"), new("b"), new("c"), new("d")];
        var process = await world.StartAsync(o => o.MaxConcurrentStrategies = 2, strategies);

        var ticket = await process.StartScanAsync();
        var started = await process.SeenAsync(ticket.Key, static s => s.Progress.Running == 2);

        started.Outcomes.Select(static o => o.Status).Should().Equal(
            StrategyStatus.Running, StrategyStatus.Running, StrategyStatus.Pending, StrategyStatus.Pending);
        strategies[1].Finish();
        await strategies[2].RunAsync();
        var next = await process.SeenAsync(ticket.Key, static s => s.Outcomes[2].Status == StrategyStatus.Running);
        next.Progress.Running.Should().Be(2);
        next.Outcomes[3].Status.Should().Be(StrategyStatus.Pending);
        strategies[3].Starts.Should().Be(0);

        foreach (var strategy in strategies) strategy.Finish();
        (await process.EndOfAsync(ticket.Key)).Progress.Succeeded.Should().Be(4);
    }

    [Fact]
    public async Task A_strategy_that_was_left_behind_makes_room_for_the_next_one()
    {
        await using var world = new ScanHarness();
        var stubborn = new GatedStrategy("stubborn") { IgnoresCancellation = true, Timeout = TimeSpan.FromSeconds(5) };
        var next = new GatedStrategy("next");
        var process = await world.StartAsync(o => o.MaxConcurrentStrategies = 1, stubborn, next);

        var ticket = await process.StartScanAsync();
        await stubborn.RunAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(5));
        world.Clock.Advance(TimeSpan.FromSeconds(2));
        await next.RunAsync();

        stubborn.Running.Should().Be(1, "it still runs, although nobody waits for it");
        next.Finish();
        (await process.EndOfAsync(ticket.Key)).Status.Should().Be(ScanStatus.Completed);
        stubborn.Finish();
    }
}
