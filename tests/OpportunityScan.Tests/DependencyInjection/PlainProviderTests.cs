using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static OpportunityScan.Tests.DependencyInjection.HostFixture;

namespace OpportunityScan.Tests.DependencyInjection;

public sealed class PlainProviderTests
{
    [Fact]
    public async Task Without_a_host_the_worker_is_started_and_stopped_by_hand()
    {
        await using var services = Services(Finds(Found("IBM")));
        var worker = services.GetRequiredService<IScanWorker>();
        var early = await services.Coordinator().StartAsync(new ScanRequest(Ada));
        early.Snapshot.Status.Should().Be(ScanStatus.Queued);

        await worker.StartAsync();
        await worker.StartAsync(); // changes nothing

        (await services.UntilAsync(early.Key, static s => s.IsTerminal)).Status.Should().Be(ScanStatus.Completed);
        await worker.StopAsync();
        await worker.StopAsync();
        (await services.Coordinator().StartAsync(new ScanRequest(Ada))).Snapshot.Status.Should().Be(ScanStatus.Queued);
    }

    [Fact]
    public async Task A_scan_that_waits_for_a_worker_that_nobody_has_started_is_warned_of_once()
    {
        var collection = new ServiceCollection();
        collection.AddFakeLogging().AddOpportunityScanning().AddStrategy(Descriptor("one"), Finds());
        await using var services = collection.BuildServiceProvider();

        for (var i = 0; i < 2; i++) await services.Coordinator().StartAsync(new ScanRequest(Ada) { Mode = StartMode.New });
        await services.GetRequiredService<IScanWorker>().StartAsync();
        await services.ScanAsync();

        services.GetFakeLogCollector().GetSnapshot().Should().ContainSingle(static r => r.Id.Id == 109);
    }

    [Fact]
    public async Task A_worker_that_was_stopped_says_that_it_cannot_start_again()
    {
        await using var services = Services(Finds());
        var worker = services.GetRequiredService<IScanWorker>();
        await worker.StopAsync();

        await FluentActions.Awaiting(() => worker.StartAsync()).Should().ThrowAsync<InvalidOperationException>().WithMessage("*cannot be started again*");
    }

    [Fact]
    public async Task Disposing_the_container_stops_the_worker_and_its_strategies()
    {
        var stopped = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var services = Services((context, token) =>
        {
            token.Register(() => stopped.TrySetResult(true));
            return RunsUntilStoppedAsync(context, token);
        });
        await using (services)
        {
            await services.GetRequiredService<IScanWorker>().StartAsync();
            var ticket = await services.Coordinator().StartAsync(new ScanRequest(Ada));
            await services.UntilAsync(ticket.Key, static s => s.Progress.Running == 1);
        }

        (await stopped.Task.BoundedAsync()).Should().BeTrue();
    }

    [Fact]
    public void Wrong_options_show_when_the_worker_or_the_coordinator_is_asked_for()
    {
        using var services = new ServiceCollection().AddOpportunityScanning(static o => o.Deadline = TimeSpan.Zero).Services.BuildServiceProvider();

        FluentActions.Invoking(() => services.GetRequiredService<IScanWorker>()).Should().Throw<OptionsValidationException>().WithMessage("*Deadline is 00:00:00*");
        FluentActions.Invoking(() => services.Coordinator()).Should().Throw<OptionsValidationException>();
    }

    [Fact]
    public async Task Neither_logging_nor_metrics_need_be_registered_and_scopes_may_be_validated()
    {
        var collection = new ServiceCollection();
        collection.AddOpportunityScanning().AddStrategy(Descriptor("one"), Finds());
        await using var services = collection.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        await services.GetRequiredService<IScanWorker>().StartAsync();

        (await services.ScanAsync()).ZeroReason.Should().Be(ZeroReason.FoundNone);
    }

    private static ServiceProvider Services(Func<StrategyContext, CancellationToken, IAsyncEnumerable<Opportunity>> scan) =>
        new ServiceCollection().AddOpportunityScanning().AddStrategy(Descriptor("one"), scan).Services.BuildServiceProvider();
}
