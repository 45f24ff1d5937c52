using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using OpportunityScan.Storage;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Running;

/// <summary>Every stop is bounded, whoever else is stuck, and says the truth about what it leaves.</summary>
[Trait("Incident", "E7")]
public sealed class LeavingTests
{
    [Fact]
    public async Task A_strategy_that_ignores_its_token_and_yields_without_end_does_not_keep_a_worker_from_stopping()
    {
        await using var world = new ScanHarness();
        var over = new CancellationTokenSource();
        var process = await world.StartAsync(Sample.Strategy("stubborn", (_, _) => WithoutEnd(over.Token)));
        var ticket = await process.StartScanAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Found > 10);

        var stopped = process.Worker.StopAsync();
        await world.AdvanceUntilAsync(Done(stopped), TimeSpan.FromMilliseconds(100));
        var end = await process.ReadAsync(ticket.Key);

        (end.Status, end.State.EndCause).Should().Be((ScanStatus.Canceled, EndCause.WorkerStopped));
        (world.Now - ticket.Snapshot.CreatedAt).Should().BeLessThan(TimeSpan.FromSeconds(7), "the grace is 2 s, and what is left to the store 5 s");
        await over.CancelAsync();
    }

    [Fact]
    public async Task Disposing_the_container_is_bounded_while_the_store_hangs()
    {
        await using var world = new ScanHarness();
        world.Store.IsInProcess = false;
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(strategy);
        var ticket = await process.StartScanAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);

        var answer = new TaskCompletionSource();
        world.Store.Hang = answer.Task;
        strategy.Emit(Sample.Opportunity("LAST"));
        var disposed = process.EndAsync();

        await world.AdvanceUntilAsync(Done(disposed), TimeSpan.FromMilliseconds(500));
        answer.SetResult();
    }

    [Fact]
    public async Task A_container_can_be_disposed_synchronously()
    {
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var services = new ServiceCollection().AddOpportunityScanning()
            .AddStrategy(Sample.Strategy("polite", (_, token) => StrategyTimeoutTests.UntilToldToStop(running, token))).Services.BuildServiceProvider();
        await services.GetRequiredService<IScanWorker>().StartAsync();
        var store = services.GetRequiredService<IScanStore>();
        var ticket = await services.GetRequiredService<IScanCoordinator>().StartAsync(Sample.Request);
        await Limit.Within(running.Task);

        await Limit.Within(Task.Factory.StartNew(services.Dispose, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));

        (await store.FindAsync(ticket.Key, default))!.Status.Should().Be(ScanStatus.Canceled);
    }

    [Fact]
    public async Task A_stop_that_is_cut_short_still_ends_what_is_kept_in_memory()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("stubborn") { IgnoresCancellation = true };
        var process = await world.StartAsync(strategy);
        var ticket = await process.StartScanAsync();
        strategy.Emit(Sample.Opportunity("KEPT"));
        await process.SeenAsync(ticket.Key, static s => s.Progress.Found == 1);

        await Limit.Within(process.Worker.StopAsync(new CancellationToken(canceled: true)));
        strategy.Emit(Sample.Opportunity("LATE")).Finish();
        await Limit.Within(strategy.Ended);

        var end = await process.ReadAsync(ticket.Key);
        (end.Status, end.State.EndCause, end.Progress.Found).Should().Be((ScanStatus.Canceled, EndCause.WorkerStopped, 1));
    }

    [Fact]
    [Trait("Incident", "E9")]
    public async Task The_deadline_holds_for_a_run_that_was_told_to_release()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("stubborn") { IgnoresCancellation = true };
        var process = await world.StartAsync(o => o.Deadline = TimeSpan.FromSeconds(100), strategy);
        var ticket = await process.StartScanAsync();
        await strategy.RunAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(97.5));

        var stopped = process.Worker.StopAsync();
        await Limit.Within(strategy.ToldToStop);
        world.Clock.Advance(TimeSpan.FromSeconds(2.5));
        await Limit.Within(stopped);

        var end = await process.ReadAsync(ticket.Key);
        (end.Status, end.State.EndCause).Should().Be((ScanStatus.TimedOut, EndCause.DeadlinePassed));
        end.State.EndedAt.Should().Be(end.State.DeadlineAt);
        strategy.Finish();
    }

    private static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }

    private static async IAsyncEnumerable<Opportunity> WithoutEnd([EnumeratorCancellation] CancellationToken over)
    {
        for (var i = 0; !over.IsCancellationRequested; i++)
        {
            await Task.Yield();
            yield return Sample.Opportunity("S" + (i % 1_000), i);
        }
    }
}
