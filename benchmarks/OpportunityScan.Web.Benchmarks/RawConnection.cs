using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace OpportunityScan.Web.Benchmarks;

/// <summary>A connection that does as little as one can: sends the same request and counts the bytes of the answer. A client of comfort would be half of what is measured.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _request;
    private readonly byte[] _buffer = new byte[64 * 1024];

    private RawConnection(Socket socket, byte[] request) => (_socket, _request) = (socket, request);

    internal static async Task<RawConnection> OpenAsync(Uri address, string path)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port);
        return new RawConnection(socket, Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\n\r\n"));
    }

    internal ValueTask<int> SendAsync() => _socket.SendAsync(_request.AsMemory());

    /// <summary>One request and its whole answer. Returns how many bytes the body had.</summary>
    /// <exception cref="InvalidOperationException">The answer was not 200, or did not say its length.</exception>
    internal async ValueTask<int> AskAsync()
    {
        await SendAsync();
        var filled = 0;
        while (true)
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(filled));
            if (read == 0) throw new InvalidOperationException("The server hung up.");
            filled += read;
            var head = _buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
            if (head < 0) continue;
            var body = BodyLength(_buffer.AsSpan(0, head));
            if (filled == head + 4 + body) return body;
        }
    }

    /// <summary>Reads on until <paramref name="text"/> came, or the server closed; returns the bytes read.</summary>
    internal async Task<long> ReadUntilAsync(ReadOnlyMemory<byte> text)
    {
        long all = 0;
        var kept = 0;
        while (true)
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(kept));
            if (read == 0) return all;
            all += read;
            var seen = _buffer.AsSpan(0, kept + read);
            if (seen.IndexOf(text.Span) >= 0) return all;
            kept = Math.Min(text.Length, seen.Length);
            seen[^kept..].CopyTo(_buffer);
        }
    }

    public void Dispose() => _socket.Dispose();

    private static int BodyLength(ReadOnlySpan<byte> head)
    {
        var name = "Content-Length: "u8;
        var at = head.IndexOf(name);
        if (!head.StartsWith("HTTP/1.1 200"u8) || at < 0 || !Utf8Parser.TryParse(head[(at + name.Length)..], out int length, out _))
            throw new InvalidOperationException($"An answer was not as expected: {Encoding.ASCII.GetString(head)}");
        return length;
    }
}
