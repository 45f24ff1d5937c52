using OpportunityScan.Redis.Tests.Conformance;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.Storage;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Tests.Layout;

/// <summary>Tests that change records behind the store's back, on the server that tests share.</summary>
public abstract class RecordSuite : IAsyncLifetime
{
    private ConnectionMultiplexer _connection = null!;

    private protected static TimeSpan Lease { get; } = TimeSpan.FromMinutes(10);

    private protected RedisFixture Fixture { get; private set; } = null!;

    private protected IScanStore Store => Fixture.Store;

    private protected IDatabase Database => _connection.GetDatabase();

    public async Task InitializeAsync()
    {
        _connection = (await TestServer.Redis.ConnectAsync()).One;
        Fixture = await RedisFixture.CreateAsync(TestServer.Redis);
    }

    public async Task DisposeAsync() => await Fixture.DisposeAsync();

    private protected RedisKey Head(ScanKey key) => ((RedisScanStore)Store).Keys.Of(key).Head;

    private protected async Task<CreateReply> QueueAsync(ScanPlan plan, StartMode? mode = null) =>
        await Store.CreateAsync(new CreateScan { Plan = plan, Mode = mode ?? StartMode.New, MaxActivePerOwner = 100 }, default);
}
