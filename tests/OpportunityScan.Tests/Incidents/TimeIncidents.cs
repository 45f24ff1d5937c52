using Microsoft.Extensions.Options;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Incidents;

/// <summary>Incidents of time: limits that contradicted each other, did not hold, or lost what was found.</summary>
public sealed class TimeIncidents
{
    [Theory]
    [Trait("Incident", "B1")]
    [InlineData(150, 180, 3_600, "StrategyTimeout")]
    [InlineData(150, 60, 150, "Retention")]
    [InlineData(0, null, 3_600, "Deadline")]
    public async Task Timeouts_that_contradict_each_other_are_refused_before_anything_runs(int deadline, int? timeout, int retention, string option)
    {
        await using var world = new ScanHarness();

        var start = () => world.StartAsync(
            o =>
            {
                o.Deadline = TimeSpan.FromSeconds(deadline);
                o.StrategyTimeout = timeout is { } t ? TimeSpan.FromSeconds(t) : null;
                o.Retention = TimeSpan.FromSeconds(retention);
            },
            new GatedStrategy("a"));

        (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Message.Should().Contain("OpportunityScanOptions." + option);
    }

    [Fact]
    [Trait("Incident", "B1")]
    public async Task A_strategy_never_has_more_time_than_its_scan()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(new GatedStrategy("a") { Timeout = TimeSpan.FromSeconds(160) });

        process.Scans.Plan(Sample.Request with { Deadline = TimeSpan.FromSeconds(30) }).Strategies.Single().Timeout.Should().Be(TimeSpan.FromSeconds(30));
    }

    [Fact]
    [Trait("Incident", "B2")]
    public async Task A_strategy_that_runs_80_seconds_under_a_limit_of_60_keeps_the_165_opportunities_it_found()
    {
        await using var world = new ScanHarness();
        var slow = new GatedStrategy("slow") { Timeout = TimeSpan.FromSeconds(60), IgnoresCancellation = true };
        var process = await world.StartAsync(slow.Emit(Sample.Opportunities(165)));
        var ticket = await process.StartScanAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Found == 165);

        world.Clock.Advance(TimeSpan.FromSeconds(60));
        world.Clock.Advance(TimeSpan.FromSeconds(20));
        var end = await process.EndOfAsync(ticket.Key);
        slow.Finish();

        (end.Outcomes.Single().Status, end.Outcomes.Single().Found).Should().Be((StrategyStatus.TimedOut, 165));
        (await process.Scans.GetResultsAsync(ticket.Key, ResultsQuery.Top(1_000))).Items.Should().HaveCount(165);
    }

    [Fact]
    [Trait("Incident", "B3")]
    public async Task A_budget_of_150_seconds_ends_after_150_seconds_whatever_the_strategies_do()
    {
        await using var world = new ScanHarness();
        var stubborn = new GatedStrategy("stubborn") { IgnoresCancellation = true };
        var process = await world.StartAsync(static o => o.Deadline = TimeSpan.FromSeconds(150), stubborn, new GatedStrategy("polite"));
        var ticket = await process.StartScanAsync();
        await stubborn.RunAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Running == 2);

        world.Clock.Advance(TimeSpan.FromSeconds(148));
        await process.SeenAsync(ticket.Key, static s => s.Progress.Settled == 1);
        world.Clock.Advance(TimeSpan.FromSeconds(2));
        var end = await process.EndOfAsync(ticket.Key);
        stubborn.Emit(Sample.Opportunity("LATE")).Finish();
        await Limit.Within(stubborn.Ended);

        (end.Status, end.State.EndedAt).Should().Be((ScanStatus.TimedOut, end.State.StartedAt + TimeSpan.FromSeconds(150)));
        end.Outcomes.Select(static o => o.Detached).Should().Equal(true, false);
        (await process.FoundAsync(ticket.Key)).Should().BeEmpty("what comes after the end is discarded");
    }

    [Fact]
    [Trait("Incident", "B4")]
    public async Task A_scan_whose_strategies_all_timed_out_is_no_success_with_nothing_found()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(static o => o.StrategyTimeout = TimeSpan.FromSeconds(30), new GatedStrategy("a"), new GatedStrategy("b"));
        var ticket = await process.StartScanAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Running == 2);

        world.Clock.Advance(TimeSpan.FromSeconds(30));
        var end = await process.EndOfAsync(ticket.Key);

        (end.Status, end.Progress.TimedOut, end.ZeroReason).Should().Be((ScanStatus.Failed, 2, ZeroReason.AllFailed));
        end.Outcomes.Should().OnlyContain(static o => o.Status == StrategyStatus.TimedOut && o.ErrorCode == StrategyErrorCodes.StrategyTimeout && o.Message != null);
    }

    [Fact]
    [Trait("Incident", "B5")]
    public async Task A_running_scan_never_expires_and_its_retention_counts_from_its_end()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(
            static o => (o.Deadline, o.Retention) = (TimeSpan.FromSeconds(290), TimeSpan.FromSeconds(300)), strategy);
        var waiting = await world.StartAsync(static o => o.RunWorker = false, new GatedStrategy("a"));
        var ticket = await process.StartScanAsync();
        await strategy.RunAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(280));
        (await waiting.FindAsync(ticket.Key)).IsFound.Should().BeTrue();

        strategy.Finish();
        var end = await process.EndOfAsync(ticket.Key);
        world.Clock.Advance(TimeSpan.FromSeconds(299));

        (await waiting.FindAsync(ticket.Key)).IsFound.Should().BeTrue("579 s after it was started, 299 s after its end");
        end.State.ExpiresAt.Should().Be(end.State.EndedAt + TimeSpan.FromSeconds(300));
    }

    [Fact]
    [Trait("Incident", "B6")]
    public async Task Watchers_in_another_process_see_each_change_when_it_is_committed_and_not_at_the_end()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var runner = await world.StartAsync(strategy);
        var watcher = await world.StartAsync(static o => o.RunWorker = false, new GatedStrategy("a"));
        var ticket = await runner.StartScanAsync();
        await using var stream = watcher.Scans.WatchAsync(ticket.Key).GetAsyncEnumerator();

        (await Limit.Within(stream.MoveNextAsync().AsTask())).Should().BeTrue();
        for (var i = 1; i <= 5; i++)
        {
            strategy.Emit(Sample.Opportunity("S" + i));
            while (stream.Current.Progress.Found < i) (await Limit.Within(stream.MoveNextAsync().AsTask())).Should().BeTrue();
            stream.Current.IsTerminal.Should().BeFalse("the clock has not moved, and the scan still runs");
        }
    }
}
