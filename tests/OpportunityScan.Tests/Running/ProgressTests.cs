using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Running;

public sealed class ProgressTests
{
    private static readonly Action<OpportunityScanOptions> LongDeadline = static o => (o.Deadline, o.Retention) = (TimeSpan.FromMinutes(30), TimeSpan.FromHours(1));

    [Fact]
    public async Task A_strategy_reports_how_far_it_is_and_the_percentage_counts_it()
    {
        await using var world = new ScanHarness();
        var (a, b) = (new GatedStrategy("a"), new GatedStrategy("b"));
        var process = await world.StartAsync(a, b);

        var ticket = await process.StartScanAsync();
        a.Report(0.5);
        var half = await process.SeenAsync(ticket.Key, static s => s.Outcomes[0].Progress == 0.5);
        half.Progress.Percentage.Should().Be(25);
        b.Finish();

        (await process.SeenAsync(ticket.Key, static s => s.Progress.Settled == 1)).Progress.Percentage.Should().Be(75);
        a.Finish();
        (await process.EndOfAsync(ticket.Key)).Progress.Percentage.Should().Be(100);
    }

    [Fact]
    public async Task Progress_never_goes_back_and_takes_no_nonsense()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(strategy);

        var ticket = await process.StartScanAsync();
        strategy.Report(0.6).Report(0.4).Report(-1).Report(7).Report(double.NaN).Emit(Sample.Opportunity("MARK"));

        (await process.SeenAsync(ticket.Key, static s => s.Progress.Found == 1)).Outcomes.Single().Progress.Should().Be(0.6);
    }

    [Fact]
    public async Task Progress_survives_a_takeover_although_the_strategy_begins_again()
    {
        await using var world = new ScanHarness();
        var (first, second) = (new GatedStrategy("a"), new GatedStrategy("a"));
        var process = await world.StartAsync(LongDeadline, first);
        var ticket = await process.StartScanAsync();
        first.Report(0.6);
        await process.SeenAsync(ticket.Key, static s => s.Outcomes[0].Progress == 0.6);
        await process.KillAsync();

        var other = await world.StartAsync(LongDeadline, second);
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        await second.RunAsync();
        second.Report(0.1).Emit(Sample.Opportunity("MARK"));
        (await other.SeenAsync(ticket.Key, static s => s.Progress.Found == 1)).Outcomes.Single().Progress.Should().Be(0.6);
        second.Report(0.7);
        await other.SeenAsync(ticket.Key, static s => s.Outcomes[0].Progress == 0.7);
    }
}
