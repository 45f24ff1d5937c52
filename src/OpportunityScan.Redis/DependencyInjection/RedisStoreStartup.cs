using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OpportunityScan.Redis.DependencyInjection;

/// <summary>Refuses to start beside a fleet of other settings; starts while Redis is down.</summary>
internal sealed class RedisStoreStartup(RedisScanStore store, ILogger<RedisStoreStartup> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ScanStoreUnavailableException e)
        {
            logger.NotReachable(e); // the first call that gets through checks the settings
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
