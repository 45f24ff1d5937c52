using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using OpportunityScan.Redis.Connection;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.Storage;
using OpportunityScan.StoreConformance;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Tests.Conformance;

/// <summary>Two stores over two connections to one server, under a prefix that no other test has. Time is the server's, and real.</summary>
internal sealed class RedisFixture : StoreFixture
{
    private readonly RedisScanStore _one;
    private readonly RedisScanStore _other;
    private readonly IDatabase _database;

    private RedisFixture(IConnectionMultiplexer one, IConnectionMultiplexer other, IConnectionMultiplexer admin, int partitions)
    {
        var options = new RedisStoreOptions
        {
            KeyPrefix = "t" + RandomNumberGenerator.GetHexString(12) + ":",
            CommandTimeout = Connections.CommandTimeout,
            Partitions = partitions,
        };
        (_one, _other, _database) = (NewStore(one, options), NewStore(other, options), admin.GetDatabase());
    }

    public override IScanStore Store => _one;

    public override IScanStore Another => _other;

    /// <summary>A store over a connection that is not its own, which is patient unless the test says otherwise.</summary>
    internal static RedisScanStore NewStore(IConnectionMultiplexer connection, RedisStoreOptions options)
    {
        if (options.CommandTimeout == new RedisStoreOptions().CommandTimeout) options.CommandTimeout = Connections.CommandTimeout;
        return new(new RedisSource(() => Task.FromResult(connection), IsOwned: false), options, TimeProvider.System, NullLogger.Instance);
    }

    internal static async ValueTask<RedisFixture> CreateAsync(TestServer server, int partitions = 16)
    {
        var connected = await server.ConnectAsync();
        return new RedisFixture(connected.One, connected.Other, connected.Admin, partitions);
    }

    internal static async ValueTask<StoreFixture> OnAsync(TestServer server) => await CreateAsync(server);

    /// <summary>All owners in one partition, so that the order among them is that of one line.</summary>
    internal static async ValueTask<StoreFixture> InOnePartitionAsync(TestServer server) => await CreateAsync(server, partitions: 1);

    public override async Task AdvanceAsync(TimeSpan by)
    {
        var until = await NowAsync() + by;
        for (var left = by; left > TimeSpan.Zero; left = until - await NowAsync()) await Task.Delay(left, TimeProvider.System);
    }

    public override async Task LoseAsync(ScanKey key)
    {
        var scan = _one.Keys.Of(key);
        await _database.KeyDeleteAsync([scan.Head, scan.Found]);
    }

    public override async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        await base.DisposeAsync();
    }

    private async Task<DateTimeOffset> NowAsync()
    {
        var time = (RedisValue[])(await _database.ExecuteAsync("TIME"))!;
        return DateTimeOffset.FromUnixTimeSeconds((long)time[0]).AddMicroseconds((double)time[1]);
    }
}
