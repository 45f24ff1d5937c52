using System.Net.Sockets;
using System.Text;

namespace OpportunityScan.Redis.Tests.Servers;

/// <summary>What clients send to a server, as the server itself reports it with MONITOR. INFO counts what scripts do inside as well; that is left out here.</summary>
internal sealed class Monitor : IAsyncDisposable
{
    private readonly TcpClient _client;
    private readonly StreamReader _reader;
    private readonly TcpClient _marker;
    private int _marks;

    private Monitor(TcpClient client, TcpClient marker, StreamReader reader) => (_client, _marker, _reader) = (client, marker, reader);

    internal static async Task<Monitor> StartAsync(int port)
    {
        var (client, marker) = (new TcpClient(), new TcpClient());
        await client.ConnectAsync("127.0.0.1", port);
        await marker.ConnectAsync("127.0.0.1", port);
        var stream = client.GetStream();
        await stream.WriteAsync("MONITOR\r\n"u8.ToArray());
        var monitor = new Monitor(client, marker, new StreamReader(stream, Encoding.UTF8));
        if (await monitor._reader.ReadLineAsync() is not "+OK") throw new InvalidOperationException("The server cannot be monitored.");
        return monitor;
    }

    /// <summary>The commands that clients sent while <paramref name="act"/> ran.</summary>
    internal async Task<List<string>> DuringAsync(Func<Task> act)
    {
        await MarkAsync();
        await act();
        return await MarkAsync();
    }

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _client.Dispose();
        _marker.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Reads on until a command that only this method sends.</summary>
    private async Task<List<string>> MarkAsync()
    {
        var mark = $"mark-{++_marks}-";
        await _marker.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"ECHO {mark}\r\n"));
        var commands = new List<string>();
        while (await _reader.ReadLineAsync() is { } line)
        {
            if (line.Contains(mark, StringComparison.Ordinal)) return commands;
            if (!line.Contains(" lua] ", StringComparison.Ordinal)) commands.Add(line[(line.IndexOf("] \"", StringComparison.Ordinal) + 3)..].Split('"')[0].ToUpperInvariant());
        }

        throw new EndOfStreamException("The server stopped reporting.");
    }
}
