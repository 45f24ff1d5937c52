using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>
/// A link to a server that answers something else than was asked for, as a proxy or a server in trouble does. In place of a command it sends a
/// script that says what is to be said, so that answers keep their order.
/// </summary>
internal sealed class LyingLink : IAsyncDisposable
{
    private static readonly string[] Questions = ["EVAL", "EVALSHA", "HGETALL", "HGET", "HMGET", "ZREVRANGE", "ZRANGE"];
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> _ends = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly int _server;
    private readonly Task _accepting;
    private volatile string? _lie;
    private int _told;

    internal LyingLink(int server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal string Endpoint => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>How many questions were answered with something else.</summary>
    internal int Told => Volatile.Read(ref _told);

    /// <summary>The questions of the store that came by, by the names of their commands.</summary>
    internal IEnumerable<string> Asked => _asked;

    /// <summary>Answers everything that the store asks with an error of this text.</summary>
    internal void SayError(string text) => Say($"return redis.error_reply('{text}')");

    /// <summary>Answers everything that the store asks with what this script returns.</summary>
    internal void Say(string script) => _lie = script;

    internal void TellTheTruth() => _lie = null;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        foreach (var end in _ends.Keys) end.Dispose();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var links = new List<Task>();
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                links.Add(LinkAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                break; // it is being disposed
            }
        }

        await Task.WhenAll(links);
    }

    private async Task LinkAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using var near = client;
        (_ends[client], _ends[server]) = (true, true);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _server, _stopping.Token);
            var (here, there) = (client.GetStream(), server.GetStream());
            await Task.WhenAny(AskAsync(here, there), there.CopyToAsync(here, _stopping.Token));
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // Either end is gone: what the other one sees then is a connection that closes.
        }
        finally
        {
            _ends.TryRemove(client, out _);
            _ends.TryRemove(server, out _);
        }
    }

    /// <summary>Passes commands on, one at a time.</summary>
    private async Task AskAsync(NetworkStream from, NetworkStream to)
    {
        await using var buffered = new BufferedStream(from, 64 * 1024);
        while (await CommandAsync(buffered) is { Count: > 0 } command)
        {
            var name = Encoding.ASCII.GetString(command[0]).ToUpperInvariant();
            var isQuestion = Questions.Contains(name);
            if (isQuestion) _asked.Enqueue(name);
            if (isQuestion && _lie is { } lie)
            {
                Interlocked.Increment(ref _told);
                command = ["EVAL"u8.ToArray(), Encoding.UTF8.GetBytes(lie), "0"u8.ToArray()];
            }

            await to.WriteAsync(Encode(command), _stopping.Token);
        }
    }

    private async Task<List<byte[]>?> CommandAsync(Stream from)
    {
        if (await LineAsync(from) is not ['*', .. var count]) return null;
        var parts = new List<byte[]>();
        for (var left = int.Parse(count, CultureInfo.InvariantCulture); left > 0; left--)
        {
            var length = int.Parse((await LineAsync(from))![1..], CultureInfo.InvariantCulture);
            var part = new byte[length + 2];
            await from.ReadExactlyAsync(part, _stopping.Token);
            parts.Add(part[..length]);
        }

        return parts;
    }

    private async Task<string?> LineAsync(Stream from)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await from.ReadAsync(one, _stopping.Token) == 1)
        {
            if (one[0] == '\n') return line.ToString();
            if (one[0] != '\r') line.Append((char)one[0]);
        }

        return null;
    }

    private static byte[] Encode(List<byte[]> command)
    {
        using var bytes = new MemoryStream();
        bytes.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"*{command.Count}\r\n")));
        foreach (var part in command)
        {
            bytes.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"${part.Length}\r\n")));
            bytes.Write(part);
            bytes.Write("\r\n"u8);
        }

        return bytes.ToArray();
    }
}
