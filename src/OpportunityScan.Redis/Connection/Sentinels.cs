using System.Net;
using OpportunityScan.Redis.Signals;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Connection;

/// <summary>
/// Asks the sentinels which node is the master, and connects to that one alone. A node says of itself that it is a master as long as nobody has told it
/// otherwise, after a restart as well, so that its word is not enough.
/// </summary>
internal sealed class Sentinels(ConfigurationOptions configuration, TimeProvider timeProvider) : IAsyncDisposable
{
    private const int DefaultPort = 26_379;

    /// <summary>A sentinel that has not answered by then is not counted.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly string _service = configuration.ServiceName!;
    private readonly EndPoint[] _sentinels = [.. configuration.EndPoints.Select(WithPort)];
    private readonly Lock _gate = new();
    private Task<ConnectionMultiplexer>? _connecting;
    private bool _isDisposed;

    /// <summary>The node that more than half of the configured sentinels name; <c>null</c> when there is none.</summary>
    internal async Task<EndPoint?> MasterAsync()
    {
        var connection = await ConnectionAsync().ConfigureAwait(false);
        var votes = new Dictionary<EndPoint, int>();
        await foreach (var answer in Task.WhenEach(_sentinels.Select(s => NamedAsync(connection.GetServer(s)))).ConfigureAwait(false))
        {
            if (await answer.ConfigureAwait(false) is not { } named) continue;
            votes[named] = votes.GetValueOrDefault(named) + 1;
            if (votes[named] > _sentinels.Length / 2) return named;
        }

        return null;
    }

    /// <summary>Connects to one node, whatever it says it is.</summary>
    internal async Task<IConnectionMultiplexer> ConnectAsync(EndPoint node)
    {
        var direct = To([node]);
        return await ConnectionMultiplexer.ConnectAsync(direct).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        Task<ConnectionMultiplexer>? connecting;
        lock (_gate) (_isDisposed, connecting) = (true, _connecting);
        if (connecting is { IsCompletedSuccessfully: true }) await (await connecting.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
    }

    private static EndPoint WithPort(EndPoint sentinel) => sentinel switch
    {
        DnsEndPoint { Port: 0 } named => new DnsEndPoint(named.Host, DefaultPort, named.AddressFamily),
        IPEndPoint { Port: 0 } addressed => new IPEndPoint(addressed.Address, DefaultPort),
        _ => sentinel,
    };

    private Task<ConnectionMultiplexer> ConnectionAsync()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_connecting is { IsFaulted: false, IsCanceled: false }) return _connecting;
            var asking = To(_sentinels);
            (asking.CommandMap, asking.AbortOnConnectFail) = (CommandMap.Sentinel, false);
            return _connecting = ConnectionMultiplexer.ConnectAsync(asking);
        }
    }

    /// <summary>The host's settings for other nodes, without what has the client library look for a master by itself.</summary>
    private ConfigurationOptions To(EndPoint[] nodes)
    {
        var options = configuration.Clone();
        options.EndPoints.Clear();
        foreach (var node in nodes) options.EndPoints.Add(node);
        (options.ServiceName, options.TieBreaker) = (null, "");
        return options;
    }

    /// <summary>The master that this sentinel knows; <c>null</c> when it does not say.</summary>
    private async Task<EndPoint?> NamedAsync(IServer sentinel)
    {
        var asked = sentinel.SentinelGetMasterAddressByNameAsync(_service);
        try
        {
            return await asked.WaitAsync(Patience, timeProvider).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever it is: this sentinel has no vote.
        catch (Exception)
#pragma warning restore CA1031
        {
            _ = Background.Observed(asked);
            return null;
        }
    }
}
