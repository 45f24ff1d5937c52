using System.Globalization;
using System.Net.Sockets;
using Garnet;

namespace OpportunityScan.Redis.Tests.Servers;

/// <summary>A Garnet server in this process.</summary>
internal static class GarnetProcess
{
    private const int Tries = 5;

    /// <summary>Without Lua transactions its scripts are not atomic.</summary>
    private static readonly string[] Arguments =
        ["--bind", "127.0.0.1", "--lua", "true", "--lua-transaction-mode", "true", "-q", "true", "--memory", "64m", "--page", "4m", "--index", "8m"];

    /// <summary>Starts one on a port that is free, and on another one if somebody else was quicker.</summary>
    internal static (object Server, string Endpoints) Start()
    {
        for (var tries = 1; ; tries++)
        {
            var port = LoopbackPort.Free().ToString(CultureInfo.InvariantCulture);
            var server = new GarnetServer([.. Arguments, "--port", port]);
            try
            {
                server.Start();
                AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Dispose();
                return (server, "127.0.0.1:" + port);
            }
            catch (SocketException) when (tries < Tries)
            {
                server.Dispose();
            }
        }
    }
}
