using System.Globalization;
using OpportunityScan.Redis.Tests.Servers;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>A master with a replica, and a sentinel that promotes the replica once the master is gone.</summary>
internal sealed class SentinelFleet : IAsyncDisposable
{
    private const string Service = "scans";
    private readonly string _directory = Directory.CreateTempSubdirectory("opportunityscan-").FullName;
    private readonly int _port = LoopbackPort.Free();
    private KeptProcess? _sentinel;

    private SentinelFleet(FragileServer master, FragileServer replica) => (Master, Replica) = (master, replica);

    internal FragileServer Master { get; }

    internal FragileServer Replica { get; }

    /// <summary>What a host is configured with.</summary>
    internal string Configuration => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port},serviceName={Service}");

    internal static async Task<SentinelFleet> StartAsync()
    {
        var master = await FragileServer.StartAsync();
        var replica = await FragileServer.StartAsync(
            FragileServer.Redis, "--replicaof", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1 {master.Port}"), "--repl-diskless-sync-delay", "0");
        var fleet = new SentinelFleet(master, replica);
        await fleet.WaitForReplicaAsync();
        await fleet.WatchOverAsync();
        return fleet;
    }

    /// <summary>Waits until the replica has all that the master has.</summary>
    internal async Task WaitForReplicaAsync()
    {
        await using var connection = await Master.ConnectAsync();
        var database = connection.GetDatabase();
        await database.StringSetAsync("marker", "1", TimeSpan.FromMinutes(1));
        ((int)await database.ExecuteAsync("WAIT", 1, 20_000)).Should().Be(1);
    }

    public async ValueTask DisposeAsync()
    {
        if (_sentinel is not null) await _sentinel.DisposeAsync();
        await Replica.DisposeAsync();
        await Master.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task WatchOverAsync()
    {
        var settings = Path.Combine(_directory, "sentinel.conf");
        await File.WriteAllTextAsync(settings, string.Create(CultureInfo.InvariantCulture, $"""
            port {_port}
            bind 127.0.0.1
            dir {_directory}
            sentinel monitor {Service} 127.0.0.1 {Master.Port} 1
            sentinel down-after-milliseconds {Service} 500
            sentinel failover-timeout {Service} 5000

            """));
        _sentinel = KeptProcess.Start(FragileServer.Redis, _directory, settings, "--sentinel");
        await using var connection = await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions
        {
            EndPoints = { { "127.0.0.1", _port } },
            AbortOnConnectFail = false,
            CommandMap = CommandMap.Sentinel,
            TieBreaker = "",
            ReconnectRetryPolicy = new LinearRetry(100),
        });
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        while (clock.GetElapsedTime(started) < TimeSpan.FromMinutes(2))
        {
            if (await KnowsReplicaAsync(connection.GetServers()[0])) return;
            await Task.Delay(TimeSpan.FromMilliseconds(50), clock);
        }

        throw new TimeoutException("The sentinel does not get to know the replica.");
    }

    private static async Task<bool> KnowsReplicaAsync(IServer sentinel)
    {
        try
        {
            return (await sentinel.SentinelReplicasAsync(Service)).Length == 1;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return false; // it does not listen yet
        }
    }
}
