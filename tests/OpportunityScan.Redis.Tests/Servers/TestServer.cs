using StackExchange.Redis;

namespace OpportunityScan.Redis.Tests.Servers;

/// <summary>
/// What a test needs of a server: two connections, as of two processes, and one that may do anything. Holds on to the server, which would else be
/// collected and end.
/// </summary>
internal sealed record Connected(object Server, string Endpoints, string AdminEndpoints, ConnectionMultiplexer One, ConnectionMultiplexer Other, ConnectionMultiplexer Admin);

/// <summary>A server that the tests of this assembly share: started by the first that needs it, ended with the process.</summary>
internal sealed class TestServer
{
    private readonly Lock _starting = new();
    private readonly Func<Task<(object Server, string Endpoints)>> _start;
    private readonly Func<object, string, Task<string>> _become;
    private Task<Connected>? _connected;

    private TestServer(
        string name, string? missing, Func<Task<(object Server, string Endpoints)>> start, Func<object, string, Task<string>>? become = null) =>
        (Name, MissingBecause, _start, _become) = (name, missing, start, become ?? (static (_, endpoints) => Task.FromResult(endpoints)));

    /// <summary>The suites run as the user of least rights; the prefixes are those of their tests.</summary>
    internal static TestServer Redis { get; } = new("redis-server", RedisProcess.Missing, static async () =>
    {
        var server = await RedisProcess.StartAsync();
        return (server, server.Endpoint);
    }, static (server, _) => LeastRights.GrantAsync((RedisProcess)server, ["t", "scan_", "keytext"]));

    internal static TestServer Valkey { get; } = new("valkey-server", KeptProcess.Missing(RedisProcess.Valkey), static async () =>
    {
        var server = await RedisProcess.StartProgramAsync(RedisProcess.Valkey);
        return (server, server.Endpoint);
    });

    internal static TestServer Garnet { get; } = new("embedded Garnet", null, static () => Task.FromResult(GarnetProcess.Start()));

    internal static TestServer Cluster { get; } = new("redis-server cluster of three", RedisProcess.Missing, static async () =>
    {
        var cluster = await RedisCluster.StartAsync();
        return (cluster, cluster.Endpoints);
    });

    internal string Name { get; }

    /// <summary>Why it cannot be started here; <c>null</c> when it can.</summary>
    internal string? MissingBecause { get; }

    internal Task<Connected> ConnectAsync()
    {
        if (MissingBecause is { } reason) throw new SkipTestException($"{Name}: {reason}");
        lock (_starting) return _connected ??= Task.Run(OpenAsync);
    }

    private async Task<Connected> OpenAsync()
    {
        var (server, admin) = await _start();
        var endpoints = await _become(server, admin);
        return new Connected(
            server, endpoints, admin, await Connections.OpenAsync(endpoints), await Connections.OpenAsync(endpoints), await Connections.OpenAsync(admin));
    }
}
