using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace OpportunityScan.Redis.Tests.Servers;

/// <summary>
/// A port of the loopback that nobody listens on. Another process may take it before it is used; whoever starts a server finds that out, and
/// takes another one.
/// </summary>
internal static class LoopbackPort
{
    private const int Lowest = 10_000;

    /// <summary>With what the bus of a cluster node adds to its port, this is still below the ports of outgoing connections.</summary>
    private const int Highest = 22_000;

    internal static int Free()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(Lowest, Highest);
            if (IsFree(port)) return port;
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
