using OpportunityScan.Redis.Tests.Swarm;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>A server that stands still, as one that swaps or is stopped: it takes connections, and answers nothing. Nobody waits longer than the budget of a call.</summary>
[Trait("Incident", "E3")]
public sealed class FrozenServerTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(1);

    /// <summary>Far from what several budgets in a row would take, and time enough for a machine that is busy.</summary>
    private static readonly TimeSpan Patience = Budget * 15;

    [Fact]
    public async Task Every_call_is_told_within_its_budget_and_goes_on_when_the_server_does()
    {
        await using var server = await FragileServer.StartAsync();
        await using var host = await HostAsync(server, retries: 10);
        var ticket = await host.StartScanAsync();
        ScanLookup found;
        ScanResults results;
        await using (await StoppedProcess.StopAsync(await server.ProcessIdAsync()))
        {
            found = await host.Scans.FindAsync(ScanQuery.ById(ticket.Key)).AsTask().WaitAsync(Patience, TimeProvider.System);
            results = await host.Scans.GetResultsAsync(ticket.Key).AsTask().WaitAsync(Patience, TimeProvider.System);
            await UnavailableAsync(() => host.Scans.StartAsync(Sample.Request).AsTask());
            await UnavailableAsync(() => host.Scans.CancelAsync(ticket.Key).AsTask());
            await UnavailableAsync(() => host.Scans.ListAsync(Sample.Owner).ToListAsync().AsTask());
        }

        (found.Status, results.Lookup.Status).Should().Be((LookupStatus.StoreUnavailable, LookupStatus.StoreUnavailable));
        (await host.FoundAsAsync(ticket.Key, static l => l.IsFound)).Snapshot!.Id.Should().Be(ticket.Id);

        static async Task UnavailableAsync(Func<Task> call) =>
            await FluentActions.Awaiting(() => call().WaitAsync(Patience, TimeProvider.System)).Should().ThrowAsync<ScanStoreUnavailableException>();
    }

    [Fact]
    public async Task A_host_starts_within_the_budget_and_works_when_the_server_does()
    {
        await using var server = await FragileServer.StartAsync();
        RedisHost host;
        await using (await StoppedProcess.StopAsync(await server.ProcessIdAsync()))
            host = await HostAsync(server, retries: 3).WaitAsync(Patience, TimeProvider.System);
        await using var started = host;

        host.Logged.Should().Contain(501);
        var ticket = await host.StartWhenPossibleAsync(Sample.Request);
        (await host.FoundAsAsync(ticket.Key, static l => l.IsFound)).Snapshot!.Id.Should().Be(ticket.Id);
    }

    private static Task<RedisHost> HostAsync(FragileServer server, int retries) => RedisHost.StartAsync(
        static o => o.RunWorker = false, o => (o.Configuration, o.CommandTimeout, o.Retries) = (server.Endpoint, Budget, retries), new GatedStrategy("a"));
}
