using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using OpportunityScan.Diagnostics;
using OpportunityScan.Ranking;
using OpportunityScan.Running;
using OpportunityScan.State;
using OpportunityScan.Storage;
using OpportunityScan.Tests.DependencyInjection;
using OpportunityScan.Tests.Lookup;

namespace OpportunityScan.Tests.RunningUnits;

public sealed class RestoredScanTests
{
    [Fact]
    [Trait("Incident", "D5")]
    public async Task A_scan_that_was_being_canceled_when_the_store_lost_it_is_restored_as_such_and_can_end()
    {
        using var fixture = new RunningFixture(strategies: 1);
        using var metrics = new ScanMetrics();
        await using var services = new ServiceCollection().BuildServiceProvider();
        var store = new LosingStore();
        var run = new ScanRun(new ClaimedScan(fixture.Claimed, [], LookupFixture.Noon), Services(fixture, services, store, metrics));

        await using (run) await run.RunAsync().WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System);

        var restored = store.Restored!.State;
        restored.CancelRequestedAt.Should().NotBeNull();
        var end = store.Commits[^1];
        end.End!.Cause.Should().Be(EndCause.CancelRequested);
        var committed = new ScanEvent.Committed(end.Run, end.Sequence, end.Changes, end.End.Cause, end.Lease, LookupFixture.Noon);
        ScanMachine.Apply(restored, committed).State.Status.Should().Be(ScanStatus.Canceled);
    }

    private static RunnerServices Services(RunningFixture fixture, ServiceProvider services, LosingStore store, ScanMetrics metrics)
    {
        var log = new FakeLogger();
        var strategy = new DelegateStrategy(new StrategyDescriptor(new StrategyId("s0")), HostFixture.RunsUntilStoppedAsync);
        var scopes = services.GetRequiredService<IServiceScopeFactory>();
        var catalog = new StrategyCatalog([new StrategyRegistration("s0", strategy.Descriptor, _ => strategy, NeedsScope: false)], scopes, Options.Create(fixture.Options));
        var outages = new OutageLog(log, fixture.Time);
        return new RunnerServices(
            store, fixture.Options, fixture.Time, log, outages, metrics, new SafeRanker(DefaultRanker.Instance, log, metrics),
            new ScanEstimator(catalog.Describe, fixture.History, fixture.Options, log), new DurationExchange(store, fixture.History, fixture.Time),
            new StrategyBody(catalog, services, scopes, fixture.Options, log), catalog.Runnable, new CommitSender(fixture.Time, outages),
            new Pulse(static _ => { }));
    }
}
