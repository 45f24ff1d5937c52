using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>
/// A link to a server that does what it is told, while what stands between answers something else now and then: a whole answer is replaced, so
/// that both sides go on. Connections that subscribe are left alone.
/// </summary>
internal sealed class StrangeLink : IAsyncDisposable
{
    /// <summary>Errors that no script of ours says, and answers of a shape that was not asked for.</summary>
    private static readonly byte[][] Answers =
    [
        [.. "-ERR upstream failure\r\n"u8], [.. "-ERR Out of memory\r\n"u8], [.. "-QUOTA exceeded, slow down\r\n"u8], [.. "-ERR\r\n"u8], [.. "+OK\r\n"u8], [.. ":7\r\n"u8],
    ];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> _ends = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly int _server;
    private readonly Task _accepting;
    private volatile bool _isStrange;
    private int _answered;

    internal StrangeLink(int server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal string Endpoint => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Whether every other answer is replaced.</summary>
    internal bool IsStrange
    {
        get => _isStrange;
        set => _isStrange = value;
    }

    /// <summary>How many answers were replaced.</summary>
    internal int Replaced { get; private set; }

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
            var link = new Link();
            await Task.WhenAny(AskAsync(client.GetStream(), server.GetStream(), link), AnswerAsync(server.GetStream(), client.GetStream(), link));
        }
        catch (SocketException)
        {
            // The server is down: what a client sees then is a connection that closes.
        }
        finally
        {
            _ends.TryRemove(client, out _);
            _ends.TryRemove(server, out _);
        }
    }

    private async Task AskAsync(NetworkStream from, NetworkStream to, Link link)
    {
        var buffer = new byte[64 * 1024];
        await UntilGoneAsync(async () =>
        {
            var count = await from.ReadAsync(buffer, _stopping.Token);
            if (buffer.AsSpan(0, count).IndexOf("SUBSCRIBE"u8) >= 0) link.Subscribes = true;
            await to.WriteAsync(buffer.AsMemory(0, count), _stopping.Token);
            return count > 0;
        });
    }

    private async Task AnswerAsync(NetworkStream from, NetworkStream to, Link link)
    {
        await using var buffered = new BufferedStream(from, 64 * 1024);
        var reader = new ReplyReader(buffered);
        await UntilGoneAsync(async () =>
        {
            var answer = await reader.ReadAsync(_stopping.Token);
            if (_isStrange && !link.Subscribes && Interlocked.Increment(ref _answered) % 2 == 0)
            {
                answer = Answers[_answered / 2 % Answers.Length];
                Replaced++;
            }

            await to.WriteAsync(answer, _stopping.Token);
            return true;
        });
    }

    private static async Task UntilGoneAsync(Func<Task<bool>> pass)
    {
        try
        {
            while (await pass())
            {
                // One after the other.
            }
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // Either end is gone: what the other one sees then is a connection that closes.
        }
    }

    private sealed class Link
    {
        internal volatile bool Subscribes;
    }
}
