using System.Net;
using System.Net.Sockets;

namespace OpportunityScan.Redis.Tests.Servers;

/// <summary>A port of the loopback that nobody listens on.</summary>
internal static class LoopbackPort
{
    /// <summary>The bus of a cluster node listens 10,000 above its port.</summary>
    private const int HighestForCluster = 55_000;

    internal static int Free()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            if (port <= HighestForCluster) return port;
        }
    }
}
