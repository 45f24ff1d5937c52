using StackExchange.Redis;

namespace OpportunityScan.Redis.Tests.Servers;

/// <summary>Connects to servers that may just be starting.</summary>
internal static class Connections
{
    /// <summary>A server that lives has answered by then, on any machine.</summary>
    internal static readonly TimeSpan CommandTimeout = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    internal static async Task<ConnectionMultiplexer> OpenAsync(string endpoints, bool isAdmin = false)
    {
        var options = ConfigurationOptions.Parse(endpoints);
        options.AllowAdmin = isAdmin;
        options.ConnectRetry = 0;
        options.AsyncTimeout = options.SyncTimeout = (int)CommandTimeout.TotalMilliseconds;
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return await ConnectionMultiplexer.ConnectAsync(options);
            }
            catch (RedisConnectionException) when (clock.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), clock);
            }
        }
    }
}
