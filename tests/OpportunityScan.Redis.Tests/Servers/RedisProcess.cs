using System.Diagnostics;
using System.Globalization;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Tests.Servers;

/// <summary>
/// A redis-server of our own: on a free port of the loopback, in a directory of its own. It ends with this process, even if that is killed: its
/// keeper waits for the end of a pipe, and clears the directory away.
/// </summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private const string Program = "redis-server";
    // What it is told before the pipe ends says whether the directory is to stay.
    private const string Keeper =
        "\"$@\" >server.log 2>&1 & server=$!; told=$(cat); kill -CONT $server; kill -9 $server; wait $server 2>/dev/null; [ -n \"$told\" ] || { cd / && rm -rf \"$0\"; }";

    private readonly ProcessStartInfo _start;
    private Process _keeper;

    private RedisProcess(ProcessStartInfo start, int port) => (_start, _keeper, Port) = (start, Process.Start(start)!, port);

    internal int Port { get; }

    internal string Endpoint => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>Why there is no server to start; <c>null</c> when there is one.</summary>
    internal static string? Missing { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(d => File.Exists(Path.Combine(d, Program)))
            ? null
            : $"{Program} is not on the PATH.";

    internal static Task<RedisProcess> StartAsync(params string[] arguments) => StartAtAsync(LoopbackPort.Free(), arguments);

    /// <summary>Starts one on a port of the caller's choice, e.g. where another one ended.</summary>
    internal static async Task<RedisProcess> StartAtAsync(int port, params string[] arguments)
    {
        var directory = Directory.CreateTempSubdirectory("opportunityscan-").FullName;
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = directory, RedirectStandardInput = true, UseShellExecute = false };
        string[] all =
        [
            "-c", Keeper, directory, Program, "--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture),
            "--dir", directory, "--save", "", "--appendonly", "no", "--loglevel", "warning", .. arguments,
        ];
        foreach (var argument in all) start.ArgumentList.Add(argument);
        var server = new RedisProcess(start, port);
        await using var connection = await server.ConnectAsync();
        await connection.GetDatabase().PingAsync();
        return server;
    }

    /// <summary>A connection, made as soon as the server listens.</summary>
    internal Task<ConnectionMultiplexer> ConnectAsync(bool isAdmin = false) => Connections.OpenAsync(Endpoint, isAdmin);

    /// <summary>Sends a command over a connection of its own, so that it leaves no trace on others.</summary>
    internal async Task ExecuteAsync(string command, params object[] arguments)
    {
        await using var connection = await ConnectAsync();
        await connection.GetServers()[0].ExecuteAsync(command, arguments);
    }

    /// <summary>The id of the server's own process.</summary>
    internal async Task<int> ProcessIdAsync()
    {
        await using var connection = await ConnectAsync();
        var info = (string)(await connection.GetServers()[0].ExecuteAsync("INFO", "server"))!;
        const string field = "process_id:";
        return int.Parse(info.Split("\r\n").Single(l => l.StartsWith(field, StringComparison.Ordinal))[field.Length..], CultureInfo.InvariantCulture);
    }

    /// <summary>Ends it as a power cut would; what it keeps on disk stays.</summary>
    internal async Task CrashAsync()
    {
        await _keeper.StandardInput.WriteAsync("keep");
        await EndAsync();
    }

    /// <summary>Starts it again after a crash, at the same port and with what it has on disk.</summary>
    internal async Task ReviveAsync()
    {
        _keeper = Process.Start(_start)!;
        await using var connection = await ConnectAsync();
        while (await IsLoadingAsync(connection)) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
    }

    private static async Task<bool> IsLoadingAsync(ConnectionMultiplexer connection)
    {
        try
        {
            await connection.GetDatabase().PingAsync();
            return false;
        }
        catch (RedisServerException e) when (e.Message.StartsWith("LOADING", StringComparison.Ordinal))
        {
            return true;
        }
    }

    public ValueTask DisposeAsync() => new(EndAsync());

    private async Task EndAsync()
    {
        _keeper.StandardInput.Close();
        await _keeper.WaitForExitAsync();
        _keeper.Dispose();
    }
}
