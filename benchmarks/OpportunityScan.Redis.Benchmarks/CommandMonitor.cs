using System.Net.Sockets;

namespace OpportunityScan.Redis.Benchmarks;

/// <summary>
/// What clients send, as the server tells with MONITOR. INFO counts the commands inside scripts as well; these are left out here.
/// </summary>
internal sealed class CommandMonitor : IAsyncDisposable
{
    private readonly TcpClient _client = new();
    private readonly List<string> _commands = [];
    private Task _reading = Task.CompletedTask;

    internal static async Task<CommandMonitor> StartAsync(Bench bench)
    {
        var monitor = new CommandMonitor();
        await monitor._client.ConnectAsync("127.0.0.1", bench.Port);
        var stream = monitor._client.GetStream();
        await stream.WriteAsync("MONITOR\r\n"u8.ToArray());
        var reader = new StreamReader(stream);
        if (await reader.ReadLineAsync() is not "+OK") throw new InvalidOperationException("The server cannot be monitored.");
        monitor._reading = monitor.ReadAsync(reader);
        return monitor;
    }

    /// <summary>The names of the commands since the start, up to a mark that is sent now.</summary>
    internal async Task<IReadOnlyList<string>> StopAsync(Bench bench)
    {
        await bench.Server.EchoAsync("mark");
        await _reading;
        return _commands;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>A line is <c>+time [database address] "COMMAND" "argument" ...</c>; the address of a script's commands is <c>lua</c>.</summary>
    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            var parts = line.Split('"', 3);
            if (parts.Length < 2 || parts[0].Contains(" lua]", StringComparison.Ordinal)) continue;
            var name = parts[1].ToUpperInvariant();
            if (name is "ECHO") return;
            if (name is not ("PING" or "INFO")) _commands.Add(name);
        }
    }
}
