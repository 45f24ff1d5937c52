using System.Globalization;
using OpportunityScan.Redis.Tests.Servers;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>A server that a test kills and starts again, on the same port and with what it has kept on disk.</summary>
internal sealed class FragileServer : IAsyncDisposable
{
    internal const string Redis = "redis-server";
    internal const string Valkey = "valkey-server";
    private readonly string _program;
    private readonly string _directory = Directory.CreateTempSubdirectory("opportunityscan-").FullName;
    private readonly string[] _arguments;
    private KeptProcess? _running;

    private FragileServer(string program, string[] arguments) => (_program, _arguments) = (program, arguments);

    internal int Port { get; } = LoopbackPort.Free();

    internal string Endpoint => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>A server that does not run yet. Skips the test where there is no such program.</summary>
    internal static FragileServer Prepare(string program = Redis, params string[] arguments) =>
        KeptProcess.Missing(program) is { } reason ? throw new SkipTestException(reason) : new FragileServer(program, arguments);

    internal static async Task<FragileServer> StartAsync(string program = Redis, params string[] arguments)
    {
        var server = Prepare(program, arguments);
        await server.RunAsync();
        return server;
    }

    /// <summary>A server that has everything on disk before it answers.</summary>
    internal static Task<FragileServer> StartDurableAsync() => StartAsync(Redis, "--appendonly", "yes", "--appendfsync", "always");

    /// <summary>Starts it, for the first time or again.</summary>
    internal async Task RunAsync()
    {
        string[] common = ["--bind", "127.0.0.1", "--port", Port.ToString(CultureInfo.InvariantCulture), "--dir", _directory, "--save", "", "--loglevel", "warning"];
        _running = KeptProcess.Start(_program, _directory, [.. common, .. _arguments]);
        await using var connection = await ConnectAsync();
        await connection.GetDatabase().PingAsync();
    }

    /// <summary>Kills it, as a crash would.</summary>
    internal async Task KillAsync()
    {
        if (Interlocked.Exchange(ref _running, null) is { } running) await running.DisposeAsync();
    }

    /// <summary>A connection of its own, made as soon as the server listens.</summary>
    internal Task<ConnectionMultiplexer> ConnectAsync() => Connections.OpenAsync(Endpoint);

    /// <summary>Sends a command over a connection of its own.</summary>
    internal async Task<RedisResult> ExecuteAsync(string command, params object[] arguments)
    {
        await using var connection = await ConnectAsync();
        return await connection.GetDatabase().ExecuteAsync(command, arguments);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
