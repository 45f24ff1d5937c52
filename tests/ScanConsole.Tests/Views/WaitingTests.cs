namespace ScanConsole.Tests.Views;

/// <summary>What is said while a scan waits for somebody.</summary>
public sealed class WaitingTests
{
    private static readonly DateTimeOffset Start = Snapshots.Start;

    [Fact]
    public async Task A_worker_that_is_lost_is_told_once_and_so_is_that_another_one_goes_on()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Start);
        var output = new StringWriter();
        var running = Running(dueIn: 10);

        await new PlainView(output, clock, Snapshots.Options, static () => int.MaxValue).FollowAsync(SeenAsync());

        output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1)
            .Should().Equal("The worker is lost; waiting for another one.", "The scan goes on.");

        async IAsyncEnumerable<ScanSnapshot> SeenAsync()
        {
            yield return running;
            clock.Advance(TimeSpan.FromSeconds(13));
            yield return running;
            yield return running;
            await Task.Yield();
            yield return Running(dueIn: 30);
        }
    }

    [Fact]
    public void The_live_view_says_so_too()
    {
        var running = Running(dueIn: 10);

        Line(running, 5).Should().NotContain("lost");
        Line(running, 13).Should().EndWith("worker lost, waiting for another");
        Line(Snapshots.Of(ScanStatus.Queued, [Snapshots.Outcome("a", StrategyStatus.Pending)]), 1).Should().EndWith("waiting for a worker");
    }

    private static string Line(ScanSnapshot snapshot, int seconds) => Spectre.Console.Markup.Remove(new Frame(100, 24).Lines(snapshot, Start.AddSeconds(seconds))[0].ToMarkup(100));

    private static ScanSnapshot Running(int dueIn)
    {
        var running = Snapshots.Of(ScanStatus.Running, [Snapshots.Outcome("a", StrategyStatus.Running)]);
        return new ScanSnapshot(running.State with { DueAt = Start.AddSeconds(dueIn) }, running.Top, null);
    }
}
