using System.Globalization;
using Garnet;

namespace OpportunityScan.Redis.Tests.Servers;

/// <summary>A Garnet server in this process.</summary>
internal static class GarnetProcess
{
    /// <summary>Without Lua transactions its scripts are not atomic.</summary>
    private static readonly string[] Arguments =
        ["--bind", "127.0.0.1", "--lua", "true", "--lua-transaction-mode", "true", "-q", "true", "--memory", "64m", "--page", "4m", "--index", "8m"];

    internal static (object Server, string Endpoints) Start()
    {
        var port = LoopbackPort.Free().ToString(CultureInfo.InvariantCulture);
        var server = new GarnetServer([.. Arguments, "--port", port]);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Dispose();
        server.Start();
        return (server, "127.0.0.1:" + port);
    }
}
