using OpportunityScan.Redis.Tests.Servers;

namespace ScanWeb.Tests.Processes;

/// <summary>Programs that a test cannot do without.</summary>
internal static class Required
{
    internal static async Task<RedisProcess> RedisAsync(params string[] arguments)
    {
        if (RedisProcess.Missing is { } reason) throw new SkipTestException(reason);
        return await RedisProcess.StartAsync(arguments);
    }

    internal static void Nginx()
    {
        if (Processes.Nginx.Missing is { } reason) throw new SkipTestException(reason);
    }
}
