using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpportunityScan;
using OpportunityScan.Running;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers strategies.</summary>
public static class StrategyBuilderExtensions
{
    /// <summary>
    /// Registers a strategy by type. Each run gets an instance from a service scope of its own, so its dependencies may be scoped. One
    /// instance is made when the host starts, to read the descriptor.
    /// </summary>
    /// <typeparam name="TStrategy">The strategy; registered as scoped unless the host has registered it already.</typeparam>
    public static IOpportunityScanBuilder AddStrategy<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStrategy>(
        this IOpportunityScanBuilder builder)
        where TStrategy : class, IStrategy
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddScoped<TStrategy>();
        return builder.Add(new StrategyRegistration(typeof(TStrategy).Name, null, static p => p.GetRequiredService<TStrategy>(), NeedsScope: true));
    }

    /// <summary>Registers a strategy by instance, which all runs share; it must be safe for concurrent use. It stays the host's: nothing here disposes it.</summary>
    public static IOpportunityScanBuilder AddStrategy(this IOpportunityScanBuilder builder, IStrategy strategy)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(strategy);
        return builder.Add(new StrategyRegistration(strategy.GetType().Name, null, _ => strategy, NeedsScope: false));
    }

    /// <summary>
    /// Registers a strategy by factory, called for each run with a service scope of its own. What it makes is disposed after the run, if it is
    /// <see cref="IAsyncDisposable"/> or <see cref="IDisposable"/>; what it has from the service provider it is given stays the container's. So one
    /// that returns the same instance again and again has to register it, as an instance or in the container.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="descriptor">What the strategy is; no instance is made to find out.</param>
    /// <param name="create">Makes the instance of one run. One that throws is a failed outcome, not a failed scan.</param>
    public static IOpportunityScanBuilder AddStrategy(
        this IOpportunityScanBuilder builder, StrategyDescriptor descriptor, Func<IServiceProvider, IStrategy> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(descriptor);
        ArgumentNullException.ThrowIfNull(create);
        return builder.Add(new StrategyRegistration(descriptor.Id.Value, descriptor, create, NeedsScope: true, IsMade: true));
    }

    /// <summary>Registers a strategy by delegate; it must be safe for concurrent use.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="descriptor">What the strategy is.</param>
    /// <param name="scan">What <see cref="IStrategy.ScanAsync"/> does.</param>
    public static IOpportunityScanBuilder AddStrategy(
        this IOpportunityScanBuilder builder, StrategyDescriptor descriptor, Func<StrategyContext, CancellationToken, IAsyncEnumerable<Opportunity>> scan)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(descriptor);
        ArgumentNullException.ThrowIfNull(scan);
        var strategy = new DelegateStrategy(descriptor, scan);
        return builder.Add(new StrategyRegistration(descriptor.Id.Value, descriptor, _ => strategy, NeedsScope: false));
    }

    private static IOpportunityScanBuilder Add(this IOpportunityScanBuilder builder, StrategyRegistration registration)
    {
        builder.Services.AddSingleton(registration);
        return builder;
    }
}
