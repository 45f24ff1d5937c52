using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Running;

public sealed class EstimateTests
{
    [Fact]
    public async Task The_end_is_unknown_until_every_strategy_has_run_before()
    {
        await using var world = new ScanHarness();
        var (quick, slow) = (new GatedStrategy("quick"), new GatedStrategy("slow"));
        var process = await world.StartAsync(quick, slow);

        var ticket = await process.StartScanAsync();
        await slow.RunAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(9));
        quick.Finish();
        var snapshot = await process.SeenAsync(ticket.Key, static s => s.Progress.Settled == 1);

        snapshot.Estimate.Should().BeNull("nobody knows how long 'slow' takes");
        snapshot.RemainingAt(world.Now).Should().BeNull();
        slow.Finish();
        (await process.EndOfAsync(ticket.Key)).RemainingAt(world.Now)!.Value.P50.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public async Task The_end_is_drawn_from_how_long_the_strategies_took_before()
    {
        await using var world = new ScanHarness();
        var (quick, slow) = (new GatedStrategy("quick"), new GatedStrategy("slow"));
        var process = await world.StartAsync(quick, slow);
        await RunOnceAsync(world, process, quick, slow);

        var ticket = await process.StartScanAsync();
        var started = await process.SeenAsync(ticket.Key, static s => s.Progress.Running == 2);
        started.Estimate!.Value.P50.Should().Be(world.Now + TimeSpan.FromSeconds(90));

        world.Clock.Advance(TimeSpan.FromSeconds(40));
        quick.Finish();
        var later = await process.SeenAsync(ticket.Key, static s => s.Progress.Settled == 1);
        later.RemainingAt(world.Now)!.Value.P50.Should().Be(TimeSpan.FromSeconds(50));
    }

    [Fact]
    public async Task Strategies_that_wait_for_their_turn_come_on_top()
    {
        await using var world = new ScanHarness();
        var (quick, slow) = (new GatedStrategy("quick"), new GatedStrategy("slow"));
        var process = await world.StartAsync(o => o.MaxConcurrentStrategies = 1, quick, slow);
        var first = await process.StartScanAsync();
        await quick.RunAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(9));
        quick.Finish();
        await slow.RunAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(90));
        slow.Finish();
        await process.EndOfAsync(first.Key);

        var ticket = await process.StartScanAsync();
        var started = await process.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);

        started.Estimate!.Value.P50.Should().Be(world.Now + TimeSpan.FromSeconds(99));
    }

    [Fact]
    public async Task An_estimate_is_never_later_than_the_deadline()
    {
        await using var world = new ScanHarness();
        var (quick, slow) = (new GatedStrategy("quick"), new GatedStrategy("slow"));
        var process = await world.StartAsync(quick, slow);
        await RunOnceAsync(world, process, quick, slow);

        var ticket = await process.StartScanAsync(Sample.Request with { Deadline = TimeSpan.FromSeconds(30) });
        var started = await process.SeenAsync(ticket.Key, static s => s.Progress.Running == 2);

        started.Estimate!.Value.P50.Should().Be(started.State.DeadlineAt);
    }

    /// <summary>One scan in which the one took 9 s and the other 90 s.</summary>
    private static async Task RunOnceAsync(ScanHarness world, ScanProcess process, GatedStrategy quick, GatedStrategy slow)
    {
        var ticket = await process.StartScanAsync();
        await quick.RunAsync();
        await slow.RunAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(9));
        quick.Finish();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Settled == 1);
        world.Clock.Advance(TimeSpan.FromSeconds(81));
        slow.Finish();
        await process.EndOfAsync(ticket.Key);
    }
}
