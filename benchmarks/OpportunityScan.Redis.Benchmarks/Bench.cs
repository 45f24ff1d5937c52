using OpportunityScan.Redis.Tests.Servers;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Benchmarks;

/// <summary>A redis-server of its own on loopback, without persistence, and what measures do with it.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly RedisProcess _server;
    private readonly ConnectionMultiplexer _admin;

    private Bench(RedisProcess server, ConnectionMultiplexer admin) => (_server, _admin) = (server, admin);

    internal string Endpoint => _server.Endpoint;

    internal int Port => _server.Port;

    internal IServer Server => _admin.GetServers()[0];

    internal static async Task<Bench> StartAsync()
    {
        var server = await RedisProcess.StartAsync();
        return new Bench(server, await ConnectionMultiplexer.ConnectAsync(server.Endpoint + ",allowAdmin=true"));
    }

    /// <summary>A connection, as of a process of its own.</summary>
    internal Task<ConnectionMultiplexer> ConnectAsync() => _server.ConnectAsync();

    /// <summary>A number that the server reports about itself.</summary>
    internal async Task<long> InfoAsync(string section, string name) =>
        long.Parse(
            (await Server.InfoAsync(section)).SelectMany(static s => s).First(e => string.Equals(e.Key, name, StringComparison.Ordinal)).Value,
            System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The fields of the only scan in the store, as they are stored.</summary>
    internal async Task<(RedisKey Key, HashEntry[] Fields)> OnlyHeadAsync()
    {
        RedisKey? only = null;
        await foreach (var key in Server.KeysAsync(pattern: "*}:s:*"))
            only = only is null ? key : throw new InvalidOperationException("There is more than one scan.");
        return only is { } head
            ? (head, await _admin.GetDatabase().HashGetAllAsync(head))
            : throw new InvalidOperationException("There is no scan.");
    }

    /// <summary>The names of the commands that one run sent, without those of connections that look after themselves and of the measure.</summary>
    internal async Task<List<string>> CommandsAsync(Func<Task> runAsync)
    {
        await using var monitor = await Tests.Servers.Monitor.StartAsync(Port);
        return [.. (await monitor.DuringAsync(runAsync)).Where(static c => c is not ("PING" or "INFO"))];
    }

    /// <summary>Commands with how often they come.</summary>
    internal static string Counted(IEnumerable<string> commands) =>
        string.Join(", ", commands.CountBy(static c => c, StringComparer.Ordinal).Select(static c => $"{c.Value} {c.Key}"));

    /// <summary>How long the server is busy with the scripts of one run, in microseconds, as it counts itself.</summary>
    internal async Task<double> ScriptMicrosAsync(Func<Task> runAsync, int times)
    {
        var before = await ScriptMicrosAsync();
        for (var i = 0; i < times; i++) await runAsync();
        return (await ScriptMicrosAsync() - before) / (double)times;
    }

    private async Task<long> ScriptMicrosAsync()
    {
        var scripts = (await Server.InfoAsync("commandstats")).SelectMany(static s => s).FirstOrDefault(static e => e.Key is "cmdstat_evalsha").Value ?? "usec=0";
        var spent = scripts.Split(',').First(static v => v.StartsWith("usec=", StringComparison.Ordinal));
        return long.Parse(spent["usec=".Length..], System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await _admin.DisposeAsync();
        await _server.DisposeAsync();
    }
}
