using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpportunityScan.Diagnostics;
using OpportunityScan.Lookup;
using OpportunityScan.Running;

namespace OpportunityScan.DependencyInjection;

/// <summary>
/// Starts and stops the worker with the host. Catalog and lookup are asked for even where no worker runs, so that a faulty strategy or chain
/// of policies shows at once.
/// </summary>
internal sealed class ScanWorkerService(
    ScanWorker worker, StrategyCatalog catalog, LookupChain lookup, IOptions<OpportunityScanOptions> options, IServiceProvider services)
    : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = (catalog, lookup);
        if (!options.Value.RunWorker)
        {
            worker.WarnIfNobodyRuns();
            return Task.CompletedTask;
        }

        var grace = options.Value.StopGrace;
        if (HostShutdown.Timeout(services) is { } shutdown && grace >= shutdown) ServiceFactories.Logger(services).StopGraceTooLong(grace, shutdown);
        return worker.StartAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => worker.StopAsync(cancellationToken);
}
