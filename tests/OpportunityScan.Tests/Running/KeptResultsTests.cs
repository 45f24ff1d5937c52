using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Running;

public sealed class KeptResultsTests
{
    [Fact]
    public async Task What_a_strategy_emitted_before_it_failed_is_kept()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(
            Sample.FindsThenThrows("failing", new StrategyException("feed_down", "The price feed is down."), Sample.Opportunities(3)));

        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);

        end.Status.Should().Be(ScanStatus.Failed);
        var outcome = end.Outcomes.Single();
        (outcome.Status, outcome.ErrorCode, outcome.Message, outcome.Found).Should().Be((StrategyStatus.Failed, "feed_down", "The price feed is down.", 3));
        (await process.FoundAsync(end.Key)).Select(static o => o.Symbol).Should().Equal("S0", "S1", "S2");
    }

    [Fact]
    public async Task What_a_strategy_emitted_before_its_timeout_is_kept()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("slow") { Timeout = TimeSpan.FromSeconds(60) };
        var process = await world.StartAsync(strategy.Emit(Sample.Opportunities(165)));

        var ticket = await process.StartScanAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Found == 165);
        world.Clock.Advance(TimeSpan.FromSeconds(60));
        var end = await process.EndOfAsync(ticket.Key);

        (end.Outcomes.Single().Status, end.Outcomes.Single().Found).Should().Be((StrategyStatus.TimedOut, 165));
        end.ZeroReason.Should().BeNull();
    }

    [Fact]
    public async Task What_a_strategy_emitted_before_the_scan_was_canceled_is_kept()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("slow");
        var process = await world.StartAsync(strategy.Emit(Sample.Opportunities(7)));

        var ticket = await process.StartScanAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Found == 7);
        await process.Scans.CancelAsync(ticket.Key);
        var end = await process.EndOfAsync(ticket.Key);

        (end.Status, end.Progress.Found).Should().Be((ScanStatus.Canceled, 7));
        (await process.FoundAsync(ticket.Key)).Should().HaveCount(7);
    }

    [Fact]
    public async Task Partial_results_are_ranked_over_all_strategies_while_the_scan_runs()
    {
        await using var world = new ScanHarness();
        var (a, b) = (new GatedStrategy("a"), new GatedStrategy("b"));
        var process = await world.StartAsync(a.Emit(Sample.Opportunity("LOW", 1), Sample.Opportunity("TOP", 9)), b.Emit(Sample.Opportunity("MID", 5)));

        var ticket = await process.StartScanAsync();
        var snapshot = await process.SeenAsync(ticket.Key, static s => s.Progress.Found == 3);
        var results = await process.Scans.GetResultsAsync(ticket.Key);

        results.IsPartial.Should().BeTrue();
        results.Items.Select(static o => o.Symbol).Should().Equal("TOP", "MID", "LOW");
        snapshot.Top.Select(static o => o.Symbol).Should().Equal("TOP", "MID", "LOW");
        results.Items.Select(static o => o.Strategy.Value).Should().Equal("a", "b", "a");
    }

    [Fact]
    public async Task An_opportunity_that_is_emitted_again_counts_once_and_the_better_one_stays()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(Sample.Finds("a", Sample.Opportunity("IBM", 5), Sample.Opportunity("IBM", 8), Sample.Opportunity("IBM", 2)));

        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);

        end.Progress.Found.Should().Be(1);
        end.Top.Should().ContainSingle().Which.ProfitPotential.Should().Be(8);
        (await process.FoundAsync(end.Key)).Should().ContainSingle().Which.ProfitPotential.Should().Be(8);
    }

    [Fact]
    public async Task Opportunities_are_stamped_with_strategy_score_and_time_whatever_the_strategy_wrote()
    {
        await using var world = new ScanHarness();
        var forged = Sample.Opportunity("IBM", 200) with { Confidence = 0.5, Strategy = new StrategyId("somebody_else"), Score = 1e9 };
        var process = await world.StartAsync(Sample.Finds("a", forged));

        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);

        var found = (await process.FoundAsync(end.Key)).Single();
        (found.Strategy.Value, found.Score, found.DiscoveredAt).Should().Be(("a", 100d, world.Now));
    }
}
