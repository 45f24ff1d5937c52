using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Incidents;

/// <summary>Incidents of the false zero: nothing, or nonsense, shown as a success.</summary>
public sealed class FalseZeroIncidents
{
    [Fact]
    [Trait("Incident", "C1")]
    public async Task Strategies_that_fail_on_every_run_are_shown_as_failed_and_not_as_empty()
    {
        await using var world = new ScanHarness();
        var failing = Enumerable.Range(1, 25).Select(i => Sample.Strategy("f" + i, static (_, _) => throw new InvalidCastException("wrong argument: secret")));
        var empty = Enumerable.Range(1, 10).Select(i => Sample.Finds("e" + i));
        var process = await world.StartAsync([.. failing, .. empty]);

        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);

        (end.Progress.Failed, end.Progress.Succeeded, end.Progress.Found).Should().Be((25, 10, 0));
        (end.Status, end.ZeroReason).Should().Be((ScanStatus.Completed, ZeroReason.FoundNone));
        var failures = end.Outcomes.Where(static o => o.Status == StrategyStatus.Failed).ToArray();
        failures.Should().OnlyContain(static o => o.ErrorCode == StrategyErrorCodes.Exception);
        failures.Should().OnlyContain(static o => o.Message == "The strategy threw InvalidCastException.", "the message of a foreign exception is not for outsiders");
        process.Logged.Count(static id => id == 201).Should().Be(25);
    }

    [Fact]
    [Trait("Incident", "C2")]
    public async Task A_confidence_of_85_is_rejected_counted_and_explained_and_does_not_spoil_the_ranking()
    {
        await using var world = new ScanHarness();
        var percent = Sample.Opportunity("PERCENT", 10) with { Confidence = 85 };
        var fraction = Sample.Opportunity("FRACTION", 10) with { Confidence = 0.85 };
        var process = await world.StartAsync(Sample.Finds("mixed", percent, fraction, percent with { Symbol = "PERCENT-2" }));

        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);

        (await process.FoundAsync(end.Key)).Select(static o => (o.Symbol, o.Score)).Should().Equal(("FRACTION", 8.5));
        var outcome = end.Outcomes.Single();
        (outcome.Status, outcome.Found, outcome.Rejected).Should().Be((StrategyStatus.Succeeded, 1, 2));
        outcome.Rejections.Should().Equal(new Rejection(RejectionReasons.Confidence, 2, "The confidence 85 must be from 0 to 1."));
    }

    [Fact]
    [Trait("Incident", "C2")]
    public async Task When_everything_was_rejected_the_zero_says_so()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(Sample.Finds("percent", Sample.Opportunity("IBM") with { Confidence = 85 }));

        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);

        (end.Progress.Found, end.Progress.Rejected, end.ZeroReason).Should().Be((0, 1, ZeroReason.AllRejected));
    }

    [Fact]
    [Trait("Incident", "C3")]
    public async Task A_parameter_is_applied_and_echoed()
    {
        await using var world = new ScanHarness();
        var process = await StartWithSymbolsAsync(world);

        var request = Sample.Request with { Parameters = ScanParameters.Empty.With("symbol", " IBM", "BA ", "IBM") };
        var end = await process.EndOfAsync((await process.StartScanAsync(request)).Key);

        end.Parameters["symbol"].Should().Equal("BA", "IBM");
        (await process.FoundAsync(end.Key)).Select(static o => o.Symbol).Should().BeEquivalentTo("BA", "IBM");
    }

    [Fact]
    [Trait("Incident", "C3")]
    public async Task A_parameter_that_nobody_understands_is_refused_by_name()
    {
        await using var world = new ScanHarness();
        var process = await StartWithSymbolsAsync(world);

        var refused = (await process.Invoking(p => p.StartScanAsync(Sample.Request with { Parameters = ScanParameters.Empty.With("min_profit", "5") }))
            .Should().ThrowAsync<ScanRejectedException>()).Which;

        refused.Kind.Should().Be(RejectionKind.InvalidRequest);
        refused.Errors.Should().ContainSingle().Which.Member.Should().Be("Parameters.min_profit");
        refused.Message.Should().Contain("'min_profit'").And.Contain("symbol");
    }

    [Fact]
    [Trait("Incident", "C4")]
    public async Task Nothing_is_fabricated_and_what_is_reused_bears_its_id_and_age()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a").Emit(Sample.Opportunity("IBM")).Finish().Fail(new InvalidOperationException("feed down"));
        var process = await world.StartAsync(strategy);
        var good = await process.EndOfAsync((await process.StartScanAsync()).Key);
        world.Clock.Advance(TimeSpan.FromMinutes(4));
        var bad = await process.EndOfAsync((await process.StartScanAsync()).Key);

        (bad.Progress.Found, bad.Top.Length).Should().Be((0, 0));
        (await process.FoundAsync(bad.Key)).Should().BeEmpty("the opportunities of an earlier scan are not shown as those of a later one");

        var reused = await process.StartScanAsync(Sample.Request with { Mode = StartMode.Reuse(TimeSpan.FromMinutes(5)) });
        (reused.Disposition, reused.Id).Should().Be((StartDisposition.Reused, good.Id));
        (world.Now - reused.Snapshot.State.EndedAt).Should().Be(TimeSpan.FromMinutes(4));
    }

    [Fact]
    [Trait("Incident", "C5")]
    public async Task Each_way_to_settle_is_counted_apart_so_that_fourteen_of_fourteen_done_tells_what_was_done()
    {
        await using var world = new ScanHarness();
        var done = Enumerable.Range(1, 4).Select(i => (IStrategy)new GatedStrategy("done" + i).Finish());
        var failed = Enumerable.Range(1, 3).Select(i => (IStrategy)new GatedStrategy("failed" + i).Fail(new InvalidOperationException("broken")));
        var slow = Enumerable.Range(1, 7).Select(i => (IStrategy)new GatedStrategy("slow" + i) { Timeout = TimeSpan.FromSeconds(9) });
        var process = await world.StartAsync([.. done, .. failed, .. slow]);
        var ticket = await process.StartScanAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress is { Settled: 7, Running: 7 });

        world.Clock.Advance(TimeSpan.FromSeconds(9));
        var progress = (await process.EndOfAsync(ticket.Key)).Progress;

        (progress.Total, progress.Settled).Should().Be((14, 14));
        (progress.Succeeded, progress.Failed, progress.TimedOut, progress.Canceled, progress.Skipped).Should().Be((4, 3, 7, 0, 0));
    }

    private static Task<ScanProcess> StartWithSymbolsAsync(ScanHarness world)
    {
        var descriptor = new StrategyDescriptor(new StrategyId("by-symbol")) { Parameters = [new StrategyParameter("symbol")] };
        return world.StartAsync(new DelegatedStrategy(
            descriptor, static (context, _) => context.Parameters["symbol"].Select(static s => Sample.Opportunity(s)).ToAsyncEnumerable()));
    }
}
