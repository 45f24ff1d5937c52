using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using OpportunityScan.Redis.Connection;
using OpportunityScan.Redis.Tests.Conformance;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.Tests.Support;
using StackExchange.Redis;
using Sample = OpportunityScan.Tests.Support.Sample;
using StoreSample = OpportunityScan.StoreConformance.Sample;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>Whoever leaves leaves nothing behind on the server, and does not wait for one that hangs.</summary>
[Trait("Incident", "E7")]
public sealed class LeavingTests : IAsyncLifetime
{
    private RedisProcess _server = null!;
    private ConnectionMultiplexer _connection = null!;

    public async Task InitializeAsync()
    {
        if (RedisProcess.Missing is { } reason) throw new SkipTestException(reason);
        _server = await RedisProcess.StartAsync();
        _connection = await _server.ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Watchers_that_leave_while_their_subscription_is_being_made_leave_none()
    {
        await using var store = RedisFixture.NewStore(_connection, new RedisStoreOptions());
        var keys = Enumerable.Range(0, 400).Select(static _ => StoreSample.Plan().Key).ToList();

        await Task.WhenAll(keys.Select(async key =>
        {
            using var source = new CancellationTokenSource();
            var watch = store.WatchAsync(key, static () => { }, source.Token).AsTask();
            await source.CancelAsync();
            await ((Task)watch).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (watch.IsCompletedSuccessfully) await (await watch).DisposeAsync();
        }));

        await Limit.UntilAsync(() => store.Signals is { Ending: 0, Channels: 0 });
        await Limit.UntilAsync(ChannelsAsync, static channels => channels == 0); // those of a probe as well, which end a moment later
    }

    [Fact]
    public async Task Leaving_while_the_server_hangs_waits_for_nothing_and_leaves_nothing_once_it_answers()
    {
        await using var link = new FaultyLink(_server.Port);
        await using var linked = await Connections.OpenAsync(link.Endpoint);
        await using var store = RedisFixture.NewStore(linked, new RedisStoreOptions());
        var watch = await store.WatchAsync(StoreSample.Plan().Key, static () => { }, default);
        (await ChannelsAsync()).Should().Be(1);

        link.Block();
        var leaving = watch.DisposeAsync();

        leaving.IsCompletedSuccessfully.Should().BeTrue();
        await leaving;
        link.Open();
        await Limit.UntilAsync(() => store.Signals.Ending == 0);
        await Limit.UntilAsync(ChannelsAsync, static channels => channels == 0); // those of a probe as well, which end a moment later
    }

    [Fact]
    public async Task A_store_that_is_disposed_ends_its_subscriptions_refuses_and_connects_no_more()
    {
        var connects = 0;
        var source = new RedisSource(
            () =>
            {
                connects++;
                return Task.FromResult<IConnectionMultiplexer>(_connection);
            },
            IsOwned: false);
        var store = new RedisScanStore(source, new RedisStoreOptions(), TimeProvider.System, new FakeLogger());
        var key = StoreSample.Plan().Key;
        await store.WatchAsync(key, static () => { }, default);
        (await ChannelsAsync()).Should().Be(1);

        await store.DisposeAsync();

        (await ChannelsAsync()).Should().Be(0, "the connection is the host's and lives on");
        await FluentActions.Awaiting(() => store.FindAsync(key, default).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
        await FluentActions.Awaiting(() => store.WatchAsync(key, static () => { }, default).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
        connects.Should().Be(1);
    }

    [Fact]
    public async Task After_a_process_has_left_the_server_knows_no_connection_of_it()
    {
        var before = await ClientsAsync();
        var host = await RedisHost.StartAsync(_server.Endpoint, Sample.Finds("a", Sample.Opportunity("ONE")));
        await host.EndOfAsync((await host.StartScanAsync()).Key);
        (await ClientsAsync()).Should().BeGreaterThan(before);

        await host.DisposeAsync();

        await Limit.UntilAsync(ClientsAsync, count => count == before);
        await Limit.UntilAsync(ChannelsAsync, static channels => channels == 0); // those of a probe as well, which end a moment later
    }

    [Fact]
    public async Task The_warning_of_too_many_watched_scans_comes_once_until_there_is_room_again()
    {
        var logger = new FakeLogger();
        await using var store = new RedisScanStore(
            new RedisSource(() => Task.FromResult<IConnectionMultiplexer>(_connection), IsOwned: false),
            new RedisStoreOptions { MaxWatchedScans = 2 }, TimeProvider.System, logger);

        for (var rounds = 1; rounds <= 2; rounds++)
        {
            var watches = new List<IAsyncDisposable>();
            for (var i = 0; i < 5; i++) watches.Add(await store.WatchAsync(StoreSample.Plan().Key, static () => { }, default));
            logger.Collector.GetSnapshot().Count(static r => r.Id.Id == 506).Should().Be(rounds);
            foreach (var watch in watches) await watch.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_strategy_that_ignores_its_token_does_not_keep_a_worker_from_stopping_when_the_server_is_far()
    {
        await using var link = new FaultyLink(_server.Port) { Delay = TimeSpan.FromMilliseconds(5) };
        using var over = new CancellationTokenSource();
        await using var host = await RedisHost.StartAsync(
            link.Endpoint, static o => o.StopGrace = TimeSpan.FromSeconds(1), Sample.Strategy("stubborn", (_, _) => WithoutEnd(over.Token)));
        var ticket = await host.StartScanAsync();
        await host.SeenAsync(ticket.Key, static s => s.Progress.Found > 10);

        await Limit.Within(host.Worker.StopAsync());

        await using var reader = await RedisHost.StartReaderAsync(_server.Endpoint, Sample.Finds("stubborn"));
        var left = await reader.SeenAsync(ticket.Key, static _ => true);
        (left.Status, left.State.Worker, left.State.Lapses).Should().Be((ScanStatus.Running, null, 0), "it was given back");
        await over.CancelAsync();
    }

    [Fact]
    public async Task Disposing_a_container_is_bounded_while_the_server_is_down_and_a_scan_runs()
    {
        await using var server = await RedisProcess.StartAsync();
        var strategy = new GatedStrategy("a");
        var services = new ServiceCollection().AddOpportunityScanning(static o => o.StopGrace = TimeSpan.FromMilliseconds(100))
            .AddStrategy(strategy).UseRedisStore(server.Endpoint).Services.BuildServiceProvider();
        await services.GetRequiredService<IScanWorker>().StartAsync();
        await services.GetRequiredService<IScanCoordinator>().StartAsync(Sample.Request);
        await strategy.RunAsync();
        await server.CrashAsync();
        strategy.Emit(Sample.Opportunity("LAST"));

        await Limit.Within(services.DisposeAsync().AsTask());
    }

    private static async IAsyncEnumerable<Opportunity> WithoutEnd([EnumeratorCancellation] CancellationToken over)
    {
        for (var i = 0; !over.IsCancellationRequested; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, CancellationToken.None);
            yield return Sample.Opportunity("S" + (i % 1_000), i);
        }
    }

    private async Task<int> ChannelsAsync() => ((RedisResult[])(await _connection.GetServers()[0].ExecuteAsync("PUBSUB", "CHANNELS", "opportunityscan:*"))!).Length;

    private async Task<int> ClientsAsync() =>
        ((string)(await _connection.GetServers()[0].ExecuteAsync("INFO", "clients"))!).Split("\r\n")
            .Where(static l => l.StartsWith("connected_clients:", StringComparison.Ordinal))
            .Select(static l => int.Parse(l.AsSpan("connected_clients:".Length), System.Globalization.CultureInfo.InvariantCulture)).Single();
}
