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
}
