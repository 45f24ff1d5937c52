using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpportunityScan;
using OpportunityScan.DependencyInjection;
using OpportunityScan.Ranking;
using OpportunityScan.Running;
using OpportunityScan.Storage;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds scanning to a host.</summary>
public static class OpportunityScanServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IScanCoordinator"/> and <see cref="IScanWorker"/>, which runs with the host. Scans are kept in memory unless a
    /// store is chosen on the returned builder. Calling it again adds to what was configured before.
    /// </summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="configure">Sets options; checked when the host (or the worker) starts.</param>
    public static IOpportunityScanBuilder AddOpportunityScanning(this IServiceCollection services, Action<OpportunityScanOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<OpportunityScanOptions>().ValidateOnStart();
        if (configure is not null) options.Configure(configure);
        services.AddOptions<InMemoryStoreOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OpportunityScanOptions>, OpportunityScanOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<InMemoryStoreOptions>, InMemoryStoreOptionsValidator>());

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(ServiceFactories.Metrics);
        services.TryAddSingleton(ServiceFactories.Outages);
        services.TryAddSingleton<IOpportunityRanker, DefaultRanker>();
        services.TryAddSingleton<IScanStore>(ServiceFactories.InMemoryStore);
        services.TryAddSingleton<StrategyCatalog>();
        services.TryAddSingleton(ServiceFactories.Durations);
        services.TryAddSingleton(ServiceFactories.Estimator);
        services.TryAddSingleton(ServiceFactories.Exchange);
        services.TryAddSingleton(ServiceFactories.Worker);
        services.TryAddSingleton<IScanWorker>(static p => p.GetRequiredService<ScanWorker>());
        services.TryAddSingleton(ServiceFactories.Lookup);
        services.TryAddSingleton(ServiceFactories.Watches);
        services.TryAddSingleton<IScanCoordinator>(ServiceFactories.Coordinator);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ScanWorkerService>());
        return new OpportunityScanBuilder(services);
    }
}
