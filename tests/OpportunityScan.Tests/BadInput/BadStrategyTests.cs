using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.BadInput;

/// <summary>A strategy is a stranger's code. Whatever it does, it becomes its own outcome and nobody else's.</summary>
public sealed class BadStrategyTests
{
    [Fact]
    public async Task One_that_throws_at_once_has_failed_and_the_others_succeed()
    {
        var end = await RunBesideGoodAsync(Sample.Strategy("bad", static (_, _) => throw new InvalidOperationException("secret")));

        Bad(end).Should().Be((StrategyStatus.Failed, StrategyErrorCodes.Exception, "The strategy threw InvalidOperationException."));
    }

    [Fact]
    public async Task One_that_throws_after_yielding_keeps_what_it_yielded()
    {
        var end = await RunBesideGoodAsync(Sample.FindsThenThrows("bad", new IOException("secret"), Sample.Opportunities(5)));

        Bad(end).Should().Be((StrategyStatus.Failed, StrategyErrorCodes.Exception, "The strategy threw IOException."));
        end.Outcomes[0].Found.Should().Be(5);
    }

    [Fact]
    public async Task One_that_fails_with_a_megabyte_of_message_is_heard_in_part()
    {
        var end = await RunBesideGoodAsync(Sample.Strategy("bad", static (_, _) => throw new StrategyException("verbose", new string('x', 1_000_000))));

        end.Outcomes[0].ErrorCode.Should().Be("verbose");
        end.Outcomes[0].Message.Should().HaveLength(512).And.EndWith("x…");
    }

    [Fact]
    public async Task One_whose_factory_throws_has_failed_to_be_created()
    {
        await using var world = new ScanHarness();
        var process = await world.ConfigureAsync(static b => b
            .AddStrategy(new StrategyDescriptor(new StrategyId("bad")), static _ => throw new InvalidOperationException("no key"))
            .AddStrategy(Sample.Finds("good", Sample.Opportunity("GOOD"))));

        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);

        Bad(end).Should().Be((StrategyStatus.Failed, StrategyErrorCodes.CreationFailed, "The strategy threw InvalidOperationException."));
        end.Status.Should().Be(ScanStatus.Completed);
    }

    [Fact]
    public async Task One_whose_factory_gives_nothing_has_failed_to_be_created()
    {
        await using var world = new ScanHarness();
        var process = await world.ConfigureAsync(static b => b
            .AddStrategy(new StrategyDescriptor(new StrategyId("bad")), static _ => null!)
            .AddStrategy(Sample.Finds("good", Sample.Opportunity("GOOD"))));

        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);

        (Bad(end).Status, Bad(end).Code).Should().Be((StrategyStatus.Failed, StrategyErrorCodes.CreationFailed));
    }

    [Fact]
    public async Task One_that_throws_a_cancellation_of_its_own_has_failed_and_nobody_is_canceled()
    {
        var end = await RunBesideGoodAsync(Sample.Strategy("bad", static (_, _) => throw new OperationCanceledException()));

        (Bad(end).Status, Bad(end).Code).Should().Be((StrategyStatus.Failed, StrategyErrorCodes.UnexpectedCancellation));
        end.Progress.Canceled.Should().Be(0);
    }

    [Fact]
    public async Task One_that_returns_null_has_failed()
    {
        var end = await RunBesideGoodAsync(Sample.Strategy("bad", static (_, _) => null!));

        Bad(end).Should().Be((StrategyStatus.Failed, StrategyErrorCodes.Exception, "The strategy returned null in place of its opportunities."));
    }

    [Fact]
    public async Task One_that_never_ends_ends_with_the_deadline_and_the_others_are_kept()
    {
        await using var world = new ScanHarness();
        var endless = new GatedStrategy("bad") { IgnoresCancellation = true };
        var process = await world.StartAsync(endless, Sample.Finds("good", Sample.Opportunity("GOOD")));
        var ticket = await process.StartScanAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress is { Settled: 1, Running: 1 });

        world.Clock.Advance(TimeSpan.FromMinutes(3));
        var end = await process.EndOfAsync(ticket.Key);

        (end.Status, end.Progress.Found, end.Outcomes[0].Detached).Should().Be((ScanStatus.TimedOut, 1, true));
        endless.Finish();
    }

    [Fact]
    public async Task One_whose_callback_on_the_token_throws_is_canceled_like_any_other()
    {
        await using var world = new ScanHarness();
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = await world.StartAsync(Sample.Strategy("bad", (_, token) => WithThrowingCallback(running, token)));
        var ticket = await process.StartScanAsync();
        await Limit.Within(running.Task);

        await process.Scans.CancelAsync(ticket.Key);

        (await process.EndOfAsync(ticket.Key)).Status.Should().Be(ScanStatus.Canceled);
        await Limit.UntilAsync(() => process.Logged.Contains(204));
    }

    [Fact]
    public async Task A_description_of_the_error_that_throws_itself_is_done_without()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(
            static o => o.DescribeError = static _ => throw new InvalidOperationException("worse"),
            Sample.Strategy("bad", static (_, _) => throw new IOException("secret")));

        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);

        Bad(end).Message.Should().Be("The strategy threw IOException.");
        process.Logged.Should().Contain(402);
    }

    [Fact]
    public async Task One_that_the_worker_does_not_know_has_failed_and_the_others_run_where_a_store_gives_it_all_the_same()
    {
        await using var world = new ScanHarness();
        world.Store.GivesAnything = true;
        var starter = await world.StartAsync(static o => o.RunWorker = false, Sample.Finds("bad"), Sample.Finds("good"));
        var ticket = await starter.StartScanAsync();

        await world.StartAsync(Sample.Finds("good", Sample.Opportunity("GOOD")));
        var end = await starter.EndOfAsync(ticket.Key);

        (Bad(end).Status, Bad(end).Code).Should().Be((StrategyStatus.Failed, StrategyErrorCodes.UnknownStrategy));
        end.Progress.Found.Should().Be(1);
    }

    private static (StrategyStatus Status, string? Code, string? Message) Bad(ScanSnapshot end) =>
        (end.Outcomes[0].Status, end.Outcomes[0].ErrorCode, end.Outcomes[0].Message);

    private static async Task<ScanSnapshot> RunBesideGoodAsync(IStrategy bad)
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(bad, Sample.Finds("good", Sample.Opportunity("GOOD")));
        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);
        (end.Status, end.Outcomes[1].Status, end.Outcomes[1].Found).Should().Be((ScanStatus.Completed, StrategyStatus.Succeeded, 1));
        return end;
    }

    private static async IAsyncEnumerable<Opportunity> WithThrowingCallback(
        TaskCompletionSource running, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var quiet = cancellationToken.Register(stop.SetResult);
        await using var loud = cancellationToken.Register(static () => throw new InvalidOperationException("in a callback"));
        running.SetResult();
        await stop.Task;
        cancellationToken.ThrowIfCancellationRequested();
        yield break;
    }
}
