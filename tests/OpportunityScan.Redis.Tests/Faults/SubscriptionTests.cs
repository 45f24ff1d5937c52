using OpportunityScan.Redis.Tests.Conformance;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.StoreConformance;
using StackExchange.Redis;
using Limit = OpportunityScan.Tests.Support.Limit;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>Subscriptions are shared, bounded and released.</summary>
public sealed class SubscriptionTests : IAsyncLifetime
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
    public async Task However_many_watch_a_scan_the_server_knows_one_and_none_once_all_have_left()
    {
        await using var store = RedisFixture.NewStore(_connection, new RedisStoreOptions());
        var key = Sample.Plan().Key;
        var channel = store.Keys.Of(key).Channel;
        var watches = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => store.WatchAsync(key, static () => { }, default).AsTask()));
        (await SubscribersAsync(channel)).Should().Be(1);

        await Task.WhenAll(watches.Select(static w => w.DisposeAsync().AsTask()));

        await NobodySubscribesAsync(store, channel);
    }

    [Fact]
    public async Task Coming_and_going_at_once_leaves_nothing_behind_and_misses_nothing()
    {
        await using var store = RedisFixture.NewStore(_connection, new RedisStoreOptions());
        var key = Sample.Plan().Key;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await using var watch = await store.WatchAsync(key, () => called.TrySetResult(), default);
                await _connection.GetDatabase().PublishAsync(RedisChannel.Literal(store.Keys.Of(key).Channel), "");
                await Limit.Within(called.Task);
            }
        })));

        await NobodySubscribesAsync(store, store.Keys.Of(key).Channel);
    }

    [Fact]
    public async Task Beyond_the_bound_nothing_is_subscribed_and_nothing_fails()
    {
        await using var store = RedisFixture.NewStore(_connection, new RedisStoreOptions { MaxWatchedScans = 2 });
        var keys = Enumerable.Range(0, 3).Select(static _ => Sample.Plan().Key).ToList();
        var watches = new List<IAsyncDisposable>();
        foreach (var key in keys) watches.Add(await store.WatchAsync(key, static () => { }, default));

        store.Signals.Channels.Should().Be(2);
        (await SubscribersAsync(store.Keys.Of(keys[2]).Channel)).Should().Be(0);
        await using var work = await store.WatchWorkAsync(static _ => { }, default);
        (await SubscribersAsync(store.Keys.WorkChannel)).Should().Be(1, "a worker's signals do not count");

        foreach (var watch in watches) await watch.DisposeAsync();
        await NobodySubscribesAsync(store, store.Keys.Of(keys[0]).Channel, others: 1);
    }

    /// <summary>Subscriptions are ended in the background.</summary>
    private async Task NobodySubscribesAsync(RedisScanStore store, string channel, int others = 0)
    {
        await Limit.UntilAsync(() => store.Signals.Ending == 0);
        store.Signals.Channels.Should().Be(others);
        (await SubscribersAsync(channel)).Should().Be(0);
    }

    private Task<long> SubscribersAsync(string channel) => _connection.GetServers()[0].SubscriptionSubscriberCountAsync(RedisChannel.Literal(channel));
}
