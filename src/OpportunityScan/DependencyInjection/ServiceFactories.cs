using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OpportunityScan.Coordination;
using OpportunityScan.Diagnostics;
using OpportunityScan.Estimating;
using OpportunityScan.Lookup;
using OpportunityScan.Running;
using OpportunityScan.Storage;
using OpportunityScan.Storage.InMemory;

namespace OpportunityScan.DependencyInjection;

/// <summary>How the parts are put together.</summary>
internal static class ServiceFactories
{
    private const int LastKnownCapacity = 1_000;

    /// <summary>How many terminal scans are remembered.</summary>
    private const int TerminalCapacity = 1_000;

    internal static ScanMetrics Metrics(IServiceProvider services) => new(services.GetService<IMeterFactory>());

    internal static OutageLog Outages(IServiceProvider services) => new(Logger(services), services.GetRequiredService<TimeProvider>());

    internal static InMemoryScanStore InMemoryStore(IServiceProvider services) =>
        new(services.GetRequiredService<IOptions<InMemoryStoreOptions>>().Value, services.GetRequiredService<TimeProvider>());

    internal static ScanWorker Worker(IServiceProvider services)
    {
        var options = Options(services);
        var logger = Logger(services);
        var outages = services.GetRequiredService<OutageLog>();
        var metrics = services.GetRequiredService<ScanMetrics>();
        var time = services.GetRequiredService<TimeProvider>();
        var catalog = services.GetRequiredService<StrategyCatalog>();
        return new ScanWorker(new RunnerServices(
            Store(services),
            options,
            time,
            logger,
            outages,
            metrics,
            new SafeRanker(services.GetRequiredService<IOpportunityRanker>(), logger, metrics),
            services.GetRequiredService<ScanEstimator>(),
            services.GetRequiredService<DurationExchange>(),
            new StrategyBody(catalog, services, services.GetRequiredService<IServiceScopeFactory>(), options, logger),
            catalog.Runnable,
            new CommitSender(time, outages),
            new Pulse(logger.StrayExceptionThrown)));
    }

    internal static ScanEstimator Estimator(IServiceProvider services) => new(
        services.GetRequiredService<StrategyCatalog>().Describe, services.GetRequiredService<DurationHistory>(), Options(services), Logger(services));

    internal static DurationHistory Durations(IServiceProvider services) => new(isShared: !Store(services).IsInProcess);

    internal static DurationExchange Exchange(IServiceProvider services) => new(
        Store(services), services.GetRequiredService<DurationHistory>(), services.GetRequiredService<TimeProvider>());

    internal static LookupChain Lookup(IServiceProvider services)
    {
        var store = Store(services);
        var registered = services.GetServices<LookupRegistration>().ToArray();
        var time = services.GetRequiredService<TimeProvider>();
        var builtIn = services.GetService<WithoutBuiltInLookups>() is null ? BuiltIn(store, time) : [];
        var lastKnown = store.IsInProcess ? null : new LastKnownScans(LastKnownCapacity, new StoreTimeProvider(() => store.Now ?? time.GetUtcNow(), time)); // one in process is always within reach
        return new LookupChain([.. At(LookupPosition.BeforeBuiltIn), .. builtIn, .. At(LookupPosition.AfterBuiltIn)], store, Logger(services), services.GetRequiredService<OutageLog>(), lastKnown);

        IEnumerable<IScanLookupPolicy> At(LookupPosition position) => registered.Where(r => r.Position == position).Select(r => r.Create(services));
    }

    internal static WatchHub Watches(IServiceProvider services) => new(
        Store(services),
        services.GetRequiredService<LookupChain>(),
        Options(services),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<OutageLog>());

    internal static ScanCoordinator Coordinator(IServiceProvider services) => new(
        Store(services),
        services.GetRequiredService<StrategyCatalog>(),
        services.GetRequiredService<ScanWorker>(),
        services.GetRequiredService<LookupChain>(),
        services.GetRequiredService<WatchHub>(),
        services.GetRequiredService<ScanEstimator>(),
        services.GetRequiredService<DurationExchange>(),
        services.GetRequiredService<IOptions<OpportunityScanOptions>>(),
        services.GetRequiredService<ScanMetrics>(),
        Logger(services));

    /// <summary>Where reading the store costs a round trip, terminal scans are cached and a brief outage is waited out; in process neither has a point.</summary>
    private static ImmutableArray<IScanLookupPolicy> BuiltIn(IScanStore store, TimeProvider time)
    {
        ImmutableArray<IScanLookupPolicy> ofStore = [LookupPolicies.ById(store), LookupPolicies.ByRequest(store), LookupPolicies.Latest(store)];
        if (store.IsInProcess) return ofStore;
        var patient = store.RetriesItself ? ofStore : [.. ofStore.Select(p => LookupPolicies.Retrying(p, timeProvider: time))];
        return [new TerminalCachePolicy(TerminalCapacity, time, store), .. patient];
    }

    /// <summary>The store, guarded unless it is the library's own, which has no driver below it.</summary>
    private static IScanStore Store(IServiceProvider services)
    {
        var store = services.GetRequiredService<IScanStore>();
        return store is InMemoryScanStore ? store : new GuardedStore(store);
    }

    private static OpportunityScanOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<OpportunityScanOptions>>().Value;

    internal static IsolatedLogger Logger(IServiceProvider services)
    {
        var factory = services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
        return new IsolatedLogger(factory.CreateLogger(nameof(OpportunityScan)), services.GetRequiredService<ScanMetrics>());
    }
}
