using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SampleHost;

internal static class HostExtensions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Completes when the host is asked to stop: Ctrl+C or SIGTERM.</summary>
    internal static Task StoppingAsync(this IHost host)
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);
        return stopping.Task;
    }

    /// <summary>Asks the store anything, to say soon and in one line that it is out of reach; a host by itself would start and wait for it.</summary>
    /// <exception cref="ScanStoreUnavailableException">It is.</exception>
    internal static async Task ReachStoreAsync(this IScanCoordinator coordinator, OwnerId owner)
    {
        try
        {
            var lookup = await coordinator.FindAsync(ScanQuery.Latest(owner)).AsTask().WaitAsync(Patience, TimeProvider.System);
            if (lookup.Status == LookupStatus.StoreUnavailable) throw new ScanStoreUnavailableException("The store does not answer.");
        }
        catch (TimeoutException e)
        {
            throw new ScanStoreUnavailableException("The store does not answer in time.", e);
        }
    }
}
