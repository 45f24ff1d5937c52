using OpportunityScan.Redis.Tests.Servers;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>A server that a test kills and starts again, on the same port and with what it has kept on disk.</summary>
internal sealed class FragileServer : IAsyncDisposable
{
    private readonly RedisProcess _process;

    private FragileServer(RedisProcess process) => _process = process;

    internal int Port => _process.Port;

    internal string Endpoint => _process.Endpoint;

    /// <summary>A server that does not run yet. Skips the test where there is no such program.</summary>
    internal static FragileServer Prepare(params string[] arguments)
    {
        SkipWithout(RedisProcess.Redis);
        return new FragileServer(RedisProcess.Prepare(RedisProcess.Redis, LoopbackPort.Free(), arguments));
    }

    internal static Task<FragileServer> StartAsync(params string[] arguments) => StartProgramAsync(RedisProcess.Redis, arguments);

    internal static async Task<FragileServer> StartProgramAsync(string program, params string[] arguments)
    {
        SkipWithout(program);
        return new FragileServer(await RedisProcess.StartProgramAsync(program, arguments));
    }

    /// <summary>A server that has everything on disk before it answers.</summary>
    internal static Task<FragileServer> StartDurableAsync() => StartAsync("--appendonly", "yes", "--appendfsync", "always");

    /// <summary>Starts it, for the first time or again.</summary>
    internal Task RunAsync() => _process.RunAsync();

    /// <summary>Kills it, as a crash would.</summary>
    internal Task KillAsync() => _process.CrashAsync();

    internal Task<int> ProcessIdAsync() => _process.ProcessIdAsync();

    /// <summary>A connection of its own, made as soon as the server listens.</summary>
    internal Task<ConnectionMultiplexer> ConnectAsync() => _process.ConnectAsync();

    /// <summary>Sends a command over a connection of its own.</summary>
    internal Task<RedisResult> ExecuteAsync(string command, params object[] arguments) => _process.ExecuteAsync(command, arguments);

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static void SkipWithout(string program)
    {
        if (KeptProcess.Missing(program) is { } reason) throw new SkipTestException(reason);
    }
}
