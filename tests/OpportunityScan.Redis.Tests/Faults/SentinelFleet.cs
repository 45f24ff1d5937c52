using System.Globalization;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.Tests.Support;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>A master with a replica, and a sentinel that promotes the replica once the master is gone.</summary>
internal sealed class SentinelFleet : IAsyncDisposable
{
    private int _port;
    private KeptProcess? _sentinel;

    private SentinelFleet(FragileServer master, FragileServer replica) => (Master, Replica) = (master, replica);

    internal FragileServer Master { get; }

    internal FragileServer Replica { get; }

    /// <summary>No other fleet on this machine has this name.</summary>
    private string Service => string.Create(CultureInfo.InvariantCulture, $"scans-{Master.Port}");

    /// <summary>What a host is configured with.</summary>
    internal string Configuration => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port},serviceName={Service}");

    internal static async Task<SentinelFleet> StartAsync()
    {
        var master = await FragileServer.StartAsync();
        var replica = await FragileServer.StartAsync(
            "--replicaof", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1 {master.Port}"), "--repl-diskless-sync-delay", "0");
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
        await Limit.UntilAsync(() => database.ExecuteAsync("WAIT", 1, 1_000), static replicas => (int)replicas == 1);
    }

    public async ValueTask DisposeAsync()
    {
        if (_sentinel is not null) await _sentinel.DisposeAsync();
        await Replica.DisposeAsync();
        await Master.DisposeAsync();
    }

    /// <summary>Starts the sentinel, on another port if somebody else has taken the first.</summary>
    private async Task WatchOverAsync()
    {
        using var limit = Limit.Source();
        do
        {
            limit.Token.ThrowIfCancellationRequested();
            if (_sentinel is not null) await _sentinel.DisposeAsync();
            _port = LoopbackPort.Free();
            var directory = Directory.CreateTempSubdirectory("opportunityscan-").FullName;
            var settings = Path.Combine(directory, "sentinel.conf");
            await File.WriteAllTextAsync(settings, Settings(directory), limit.Token);
            _sentinel = KeptProcess.Start(RedisProcess.Redis, directory, settings, "--sentinel");
        }
        while (!await KnowsReplicaAsync(_sentinel, limit.Token));
    }

    private string Settings(string directory) => string.Create(CultureInfo.InvariantCulture, $"""
        port {_port}
        bind 127.0.0.1
        dir {directory}
        sentinel monitor {Service} 127.0.0.1 {Master.Port} 1
        sentinel down-after-milliseconds {Service} 5000
        sentinel failover-timeout {Service} 5000

        """);

    /// <summary>Waits until the sentinel knows the replica; <c>false</c> when it has ended.</summary>
    private async Task<bool> KnowsReplicaAsync(KeptProcess sentinel, CancellationToken limit)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions
        {
            EndPoints = { { "127.0.0.1", _port } },
            AbortOnConnectFail = false,
            CommandMap = CommandMap.Sentinel,
            TieBreaker = "",
            ReconnectRetryPolicy = new LinearRetry(100),
        });
        while (!sentinel.HasEnded)
        {
            if (await KnowsReplicaAsync(connection.GetServers()[0])) return true;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit);
        }

        return false;
    }

    private async Task<bool> KnowsReplicaAsync(IServer sentinel)
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
