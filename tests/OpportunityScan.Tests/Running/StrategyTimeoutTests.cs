using System.Runtime.CompilerServices;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Running;

public sealed class StrategyTimeoutTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_strategy_that_exceeds_its_timeout_is_told_to_stop_and_the_others_go_on()
    {
        await using var world = new ScanHarness();
        var (slow, other) = (new GatedStrategy("slow") { Timeout = Timeout }, new GatedStrategy("other"));
        var process = await world.StartAsync(slow, other);

        var ticket = await process.StartScanAsync();
        await slow.RunAsync();
        await other.RunAsync();
        world.Clock.Advance(Timeout - TimeSpan.FromMilliseconds(1));
        slow.ToldToStop.IsCompleted.Should().BeFalse();
        world.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var after = await process.SeenAsync(ticket.Key, static s => s.Outcomes[0].IsSettled);

        (after.Outcomes[0].Status, after.Outcomes[0].ErrorCode).Should().Be((StrategyStatus.TimedOut, StrategyErrorCodes.StrategyTimeout));
        (after.Status, after.Outcomes[1].Status).Should().Be((ScanStatus.Running, StrategyStatus.Running));
        other.Finish();
        var end = await process.EndOfAsync(ticket.Key);
        (end.Status, end.Progress.Succeeded, end.Progress.TimedOut).Should().Be((ScanStatus.Completed, 1, 1));
    }

    [Fact]
    public async Task A_strategy_without_a_timeout_of_its_own_gets_the_one_of_the_options()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("slow");
        var process = await world.StartAsync(o => o.StrategyTimeout = TimeSpan.FromSeconds(9), strategy);

        var ticket = await process.StartScanAsync();
        var context = await strategy.RunAsync();
        context.DeadlineAt.Should().Be(world.Now + TimeSpan.FromSeconds(9));
        world.Clock.Advance(TimeSpan.FromSeconds(9));

        (await process.EndOfAsync(ticket.Key)).Outcomes.Single().Status.Should().Be(StrategyStatus.TimedOut);
    }

    [Fact]
    public async Task A_strategy_that_does_not_stop_within_the_grace_is_left_behind()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("stubborn") { Timeout = Timeout, IgnoresCancellation = true };
        var process = await world.StartAsync(o => o.StopGrace = TimeSpan.FromSeconds(3), strategy);

        var ticket = await process.StartScanAsync();
        await strategy.RunAsync();
        world.Clock.Advance(Timeout);
        await Limit.Within(strategy.ToldToStop);
        strategy.Emit(Sample.Opportunity("IN-GRACE"));
        await process.SeenAsync(ticket.Key, static s => s.Progress.Found == 1);
        world.Clock.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromMilliseconds(1));
        (await process.ReadAsync(ticket.Key)).Outcomes.Single().IsSettled.Should().BeFalse("the grace is not over");
        world.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var end = await process.EndOfAsync(ticket.Key);

        var outcome = end.Outcomes.Single();
        (outcome.Status, outcome.Detached, outcome.Found).Should().Be((StrategyStatus.TimedOut, true, 1));
        outcome.Elapsed.Should().Be(Timeout + TimeSpan.FromSeconds(3));
        strategy.Finish();
    }

    [Fact]
    public async Task A_strategy_that_stops_quietly_after_its_timeout_has_timed_out_all_the_same()
    {
        await using var world = new ScanHarness();
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = await world.StartAsync(
            o => o.StrategyTimeout = Timeout,
            Sample.Strategy("polite", (_, token) => UntilToldToStop(told, token)));

        var ticket = await process.StartScanAsync();
        await Limit.Within(told.Task);
        world.Clock.Advance(Timeout);
        var end = await process.EndOfAsync(ticket.Key);

        end.Outcomes.Single().Status.Should().Be(StrategyStatus.TimedOut, "it gave up when its time was over; it did not run to its end");
        end.Status.Should().Be(ScanStatus.Failed);
        end.Progress.Found.Should().Be(1);
    }

    /// <summary>A common way to write a strategy: it looks at its token and leaves without throwing.</summary>
    internal static async IAsyncEnumerable<Opportunity> UntilToldToStop(
        TaskCompletionSource running, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Sample.Opportunity("FIRST");
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(stop.SetResult);
        running.SetResult();
        await stop.Task;
    }
}
