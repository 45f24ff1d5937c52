using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>A link to a server that a test cuts, blocks, or robs of its answers.</summary>
internal sealed class FaultyLink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> _ends = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly int _server;
    private readonly Task _accepting;
    private volatile TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _answersToLose;

    internal FaultyLink(int server)
    {
        _server = server;
        _open.SetResult();
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal string Endpoint => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>How many bytes a second it carries to the server; 0 for as many as come.</summary>
    internal int BytesPerSecond { get; set; }

    /// <summary>How many answers were lost.</summary>
    internal int Lost { get; private set; }

    /// <summary>How long everything is under way, in either direction.</summary>
    internal TimeSpan Delay { get; set; }

    /// <summary>Cuts every connection; new ones are let through.</summary>
    internal void Cut()
    {
        foreach (var end in _ends.Keys) end.Dispose();
    }

    /// <summary>Lets nothing through, in silence, until it is opened again.</summary>
    internal void Block() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    internal void Open() => _open.TrySetResult();

    /// <summary>Cuts the connection in place of the next answers: what was asked for has happened, and nobody hears of it.</summary>
    internal void LoseAnswers(int count) => Volatile.Write(ref _answersToLose, count);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        Open();
        Cut();
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
            await Task.WhenAny(PumpAsync(here, there, loses: false), PumpAsync(there, here, loses: true));
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // Either end is gone, or the server is down: what a client sees then is a connection that closes.
        }
        finally
        {
            _ends.TryRemove(client, out _);
            _ends.TryRemove(server, out _);
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, bool loses)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReadAsync(buffer, _stopping.Token) is > 0 and var count)
            {
                await _open.Task;
                if (Delay > TimeSpan.Zero) await Task.Delay(Delay, TimeProvider.System, _stopping.Token);
                if (loses && Volatile.Read(ref _answersToLose) > 0 && Interlocked.Decrement(ref _answersToLose) >= 0)
                {
                    Lost++;
                    return;
                }

                if (!loses && BytesPerSecond > 0)
                    await Task.Delay(TimeSpan.FromSeconds((double)count / BytesPerSecond), TimeProvider.System, _stopping.Token);
                await to.WriteAsync(buffer.AsMemory(0, count), _stopping.Token);
            }
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // As above.
        }
    }
}
