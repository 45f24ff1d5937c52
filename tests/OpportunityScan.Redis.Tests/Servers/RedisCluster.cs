using System.Globalization;

namespace OpportunityScan.Redis.Tests.Servers;

/// <summary>A cluster of three redis-servers without replicas.</summary>
internal sealed class RedisCluster : IAsyncDisposable
{
    private const int Slots = 16_384;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly RedisProcess[] _nodes;

    private RedisCluster(RedisProcess[] nodes) => _nodes = nodes;

    internal string Endpoints => string.Join(',', _nodes.Select(static n => n.Endpoint));

    internal static async Task<RedisCluster> StartAsync()
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, 3).Select(static _ =>
            RedisProcess.StartAsync("--cluster-enabled", "yes", "--cluster-node-timeout", "5000")));
        for (var i = 0; i < nodes.Length; i++)
        {
            await using var connection = await nodes[i].ConnectAsync(isAdmin: true);
            var server = connection.GetServers()[0];
            await server.ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", i * Slots / nodes.Length, ((i + 1) * Slots / nodes.Length) - 1);
            foreach (var other in nodes) await server.ExecuteAsync("CLUSTER", "MEET", "127.0.0.1", other.Port);
        }

        foreach (var node in nodes) await WholeAsync(node, nodes.Length);
        return new RedisCluster(nodes);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
    }

    /// <summary>Waits until the node knows all others and every slot.</summary>
    private static async Task WholeAsync(RedisProcess node, int nodes)
    {
        var known = string.Create(CultureInfo.InvariantCulture, $"cluster_known_nodes:{nodes}");
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        await using var connection = await node.ConnectAsync(isAdmin: true);
        while (true)
        {
            var info = (await connection.GetServers()[0].ExecuteAsync("CLUSTER", "INFO")).ToString();
            if (info.Contains("cluster_state:ok", StringComparison.Ordinal) && info.Contains(known, StringComparison.Ordinal)) return;
            if (clock.GetElapsedTime(started) > Patience) throw new TimeoutException("The cluster did not come together: " + info);
            await Task.Delay(TimeSpan.FromMilliseconds(20), clock);
        }
    }
}
