using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.StoreConformance;

namespace OpportunityScan.Redis.Tests.Hosts;

/// <summary>Whole hosts that share one Redis: some only answer, some only work.</summary>
public sealed class HostTests : IAsyncLifetime
{
    private const int Strategies = 14;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly OwnerId Ann = new("ann");
    private readonly List<IHost> _hosts = [];
    private readonly TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RedisProcess _server = null!;

    public async Task InitializeAsync()
    {
        if (RedisProcess.Missing is { } reason) throw new SkipTestException(reason);
        _server = await RedisProcess.StartAsync();
    }

    public async Task DisposeAsync()
    {
        _goOn.TrySetResult();
        foreach (var host in _hosts)
        {
            await host.StopAsync();
            host.Dispose();
        }

        await _server.DisposeAsync();
    }

    [Fact, Trait("Incident", "A2")]
    public async Task A_scan_started_in_one_process_runs_in_another_and_is_watched_in_a_third()
    {
        _goOn.SetResult();
        var (starting, watching) = (await HostAsync(works: false), await HostAsync(works: false));
        await HostAsync(works: true);

        var ticket = await starting.StartAsync(new ScanRequest(Ann));
        var ended = await EndAsync(watching, ticket.Key);

        ended.Status.Should().Be(ScanStatus.Completed);
        ended.Progress.Succeeded.Should().Be(Strategies);
        foreach (var host in new[] { starting, watching })
        {
            (await host.GetResultsAsync(ticket.Key, new ResultsQuery())).Items.Should().HaveCount(Strategies);
            (await host.FindAsync(ScanQuery.ById(ticket.Key))).Snapshot!.Version.Should().Be(ended.Version);
        }
    }

    [Fact]
    public async Task Questions_about_nobody_and_nothing_are_answered_with_not_found()
    {
        var host = await HostAsync(works: false);
        ScanQuery[] questions = [default, ScanQuery.ById(Ann, default), ScanQuery.Latest(default), ScanQuery.ByRequest(Ann, default), ScanQuery.ByRequest(default, default)];

        foreach (var question in questions) (await host.FindAsync(question)).Status.Should().Be(LookupStatus.NotFound, $"{question}");
        (await host.GetResultsAsync(default)).Lookup.Status.Should().Be(LookupStatus.NotFound);
        (await host.CancelAsync(default)).Status.Should().Be(CancelStatus.NotFound);
    }

    [Fact, Trait("Incident", "D5")]
    public async Task A_cancel_in_one_process_stops_the_strategies_in_another()
    {
        var asking = await HostAsync(works: false);
        await HostAsync(works: true);
        var ticket = await asking.StartAsync(new ScanRequest(Ann));
        await _running.Task.WaitAsync(Patience, TimeProvider.System);

        (await asking.CancelAsync(ticket.Key)).Status.Should().Be(CancelStatus.Requested);

        (await EndAsync(asking, ticket.Key)).Status.Should().Be(ScanStatus.Canceled);
    }

    [Fact, Trait("Incident", "D6")]
    public async Task What_a_stopping_worker_gives_back_another_one_finishes()
    {
        var asking = await HostAsync(works: false);
        await HostAsync(works: true);
        var ticket = await asking.StartAsync(new ScanRequest(Ann));
        await _running.Task.WaitAsync(Patience, TimeProvider.System);

        await _hosts[^1].StopAsync();
        _goOn.SetResult();
        (await asking.FindAsync(ScanQuery.ById(ticket.Key))).Snapshot!.State.Worker.Should().BeNull();
        await HostAsync(works: true);

        var ended = await EndAsync(asking, ticket.Key);
        ended.Status.Should().Be(ScanStatus.Completed);
        (ended.State.Attempt, ended.State.Lapses).Should().Be((2, 0));
    }

    private static async Task<ScanSnapshot> EndAsync(IScanCoordinator coordinator, ScanKey key)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        ScanSnapshot? last = null;
        await foreach (var snapshot in coordinator.WatchAsync(key, cancellationToken: patience.Token)) last = snapshot;
        return last!;
    }

    private async Task<IScanCoordinator> HostAsync(bool works)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var scanning = builder.Services.AddOpportunityScanning(o => o.RunWorker = works).UseRedisStore(
            o => (o.Configuration, o.CommandTimeout) = (_server.Endpoint, Connections.CommandTimeout));
        for (var i = 0; i < Strategies; i++)
        {
            var number = i;
            var id = new StrategyId("strategy-" + number.ToString(CultureInfo.InvariantCulture));
            scanning.AddStrategy(new StrategyDescriptor(id), (_, token) => ScanAsync(number, token));
        }

        var host = builder.Build();
        _hosts.Add(host);
        await host.StartAsync();
        return host.Services.GetRequiredService<IScanCoordinator>();
    }

    private async IAsyncEnumerable<Opportunity> ScanAsync(int strategy, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _running.TrySetResult();
        await _goOn.Task.WaitAsync(cancellationToken);
        yield return Sample.Opportunity(strategy, strategy);
    }
}
