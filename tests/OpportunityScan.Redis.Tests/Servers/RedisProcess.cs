using System.Globalization;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Tests.Servers;

/// <summary>
/// A redis-server of our own: on a free port of the loopback, in a directory of its own. It ends with this process, even if that is killed, and
/// can be crashed and started again with what it has on disk.
/// </summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    internal const string Redis = "redis-server";
    internal const string Valkey = "valkey-server";
    private const int Tries = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private readonly string _program;
    private readonly string[] _arguments;
    private readonly string _directory = Directory.CreateTempSubdirectory("opportunityscan-").FullName;
    private KeptProcess? _running;

    private RedisProcess(string program, int port, string[] arguments) => (_program, Port, _arguments) = (program, port, arguments);

    internal int Port { get; }

    internal string Endpoint => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>Why there is no server to start; <c>null</c> when there is one.</summary>
    internal static string? Missing { get; } = KeptProcess.Missing(Redis);

    internal static Task<RedisProcess> StartAsync(params string[] arguments) => StartProgramAsync(Redis, arguments);

    internal static Task<RedisProcess> StartProgramAsync(string program, params string[] arguments) => StartProgramAsync(program, LoopbackPort.Free, arguments);

    /// <summary>Starts one on a port that is free, and on another one if somebody else was quicker.</summary>
    internal static async Task<RedisProcess> StartProgramAsync(string program, Func<int> port, params string[] arguments)
    {
        for (var tries = 1; ; tries++)
        {
            var server = Prepare(program, port(), arguments);
            if (await server.IsRunAsync()) return server;
            var log = await server.LogAsync();
            await server.DisposeAsync();
            if (tries == Tries) throw new InvalidOperationException($"{program} does not start: {log}");
        }
    }

    /// <summary>Starts one on a port of the caller's choice, e.g. where another one ended.</summary>
    internal static async Task<RedisProcess> StartAtAsync(int port, params string[] arguments)
    {
        var server = Prepare(Redis, port, arguments);
        await server.RunAsync();
        return server;
    }

    /// <summary>One that does not run yet.</summary>
    internal static RedisProcess Prepare(string program, int port, params string[] arguments) => new(program, port, arguments);

    /// <summary>Starts it, for the first time or again after a crash. Where somebody else uses its port, waits for that to end.</summary>
    internal async Task RunAsync()
    {
        for (var started = TimeProvider.System.GetTimestamp(); !await IsRunAsync(); await Task.Delay(Pause, TimeProvider.System))
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience) throw new TimeoutException($"{_program} does not start: {await LogAsync()}");
        }

        await using var connection = await ConnectAsync();
        while (await IsLoadingAsync(connection)) await Task.Delay(Pause, TimeProvider.System);
    }

    /// <summary>A connection, made as soon as the server listens.</summary>
    internal Task<ConnectionMultiplexer> ConnectAsync(bool isAdmin = false) => Connections.OpenAsync(Endpoint, isAdmin);

    /// <summary>Sends a command over a connection of its own, so that it leaves no trace on others.</summary>
    internal async Task<RedisResult> ExecuteAsync(string command, params object[] arguments)
    {
        await using var connection = await ConnectAsync(isAdmin: true);
        return await connection.GetServers()[0].ExecuteAsync(command, arguments);
    }

    /// <summary>The id of the server's own process.</summary>
    internal async Task<int> ProcessIdAsync()
    {
        var info = (string)(await ExecuteAsync("INFO", "server"))!;
        const string field = "process_id:";
        return int.Parse(info.Split("\r\n").Single(l => l.StartsWith(field, StringComparison.Ordinal))[field.Length..], CultureInfo.InvariantCulture);
    }

    /// <summary>Ends it as a power cut would; what it keeps on disk stays.</summary>
    internal async Task CrashAsync()
    {
        if (Interlocked.Exchange(ref _running, null) is { } running) await running.CrashAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _running, null) is { } running) await running.DisposeAsync();
        else if (Directory.Exists(_directory)) Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Starts it, and says whether it runs; it ends at once where its port is in use.</summary>
    private async Task<bool> IsRunAsync()
    {
        _running = KeptProcess.Start(
            _program, _directory,
            [
                "--bind", "127.0.0.1", "--port", Port.ToString(CultureInfo.InvariantCulture), "--dir", _directory, "--save", "", "--appendonly", "no",
                "--loglevel", "warning", .. _arguments,
            ]);
        while (!_running.HasEnded)
        {
            if (await AnsweringDirectoryAsync() is { } directory && string.Equals(directory, _directory, StringComparison.Ordinal)) return true;
            await Task.Delay(Pause, TimeProvider.System);
        }

        await CrashAsync();
        return false;
    }

    /// <summary>The directory of whichever server answers at the port, which may be somebody else's; <c>null</c> when none does.</summary>
    private async Task<string?> AnsweringDirectoryAsync()
    {
        try
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(
                new ConfigurationOptions { EndPoints = { Endpoint }, AllowAdmin = true, ConnectRetry = 0 });
            return ((string[])(await connection.GetServers()[0].ExecuteAsync("CONFIG", "GET", "dir"))!)[1];
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return null;
        }
    }

    private async Task<string> LogAsync()
    {
        var log = Path.Combine(_directory, "server.log");
        return File.Exists(log) ? await File.ReadAllTextAsync(log) : "";
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
}
