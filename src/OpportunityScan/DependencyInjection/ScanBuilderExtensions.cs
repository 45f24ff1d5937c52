using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpportunityScan;
using OpportunityScan.DependencyInjection;
using OpportunityScan.Ranking;
using OpportunityScan.Storage;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses the store, the ranker and the lookup policies.</summary>
public static class ScanBuilderExtensions
{
    /// <summary>Keeps scans in this process: the default; call it to set its bounds, or in place of a store that was chosen before.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the bounds.</param>
    public static IOpportunityScanBuilder UseInMemoryStore(this IOpportunityScanBuilder builder, Action<InMemoryStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (configure is not null) builder.Services.Configure(configure);
        builder.Services.Replace(ServiceDescriptor.Singleton<IScanStore>(ServiceFactories.InMemoryStore));
        return builder;
    }

    /// <summary>Keeps scans in a store of the host's choice.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="create">Makes the store, once; disposed with the container when it is disposable.</param>
    public static IOpportunityScanBuilder UseStore(this IOpportunityScanBuilder builder, Func<IServiceProvider, IScanStore> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton(create));
        return builder;
    }

    /// <summary>Ranks opportunities in the host's way. Default: profit potential times confidence.</summary>
    /// <typeparam name="TRanker">The ranker.</typeparam>
    public static IOpportunityScanBuilder UseRanker<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TRanker>(
        this IOpportunityScanBuilder builder)
        where TRanker : class, IOpportunityRanker
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<IOpportunityRanker, TRanker>());
        return builder;
    }

    /// <summary>Ranks opportunities by <paramref name="score"/>, which must be pure; higher is better.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="score">Scores a valid opportunity.</param>
    public static IOpportunityScanBuilder UseRanker(this IOpportunityScanBuilder builder, Func<Opportunity, double> score)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(score);
        builder.Services.Replace(ServiceDescriptor.Singleton<IOpportunityRanker>(new DelegateRanker(score)));
        return builder;
    }

    /// <summary>Adds a lookup policy to the chain, to be asked when the built-in ones have not found the scan.</summary>
    /// <typeparam name="TPolicy">The policy.</typeparam>
    public static IOpportunityScanBuilder AddLookupPolicy<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPolicy>(
        this IOpportunityScanBuilder builder)
        where TPolicy : class, IScanLookupPolicy =>
        builder.AddLookupPolicy<TPolicy>(LookupPosition.AfterBuiltIn);

    /// <summary>Adds a lookup policy to the chain.</summary>
    /// <typeparam name="TPolicy">The policy.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="position">Where in the chain; policies of one position are asked in the order of their registration.</param>
    public static IOpportunityScanBuilder AddLookupPolicy<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPolicy>(
        this IOpportunityScanBuilder builder, LookupPosition position)
        where TPolicy : class, IScanLookupPolicy
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<TPolicy>();
        return builder.AddLookupPolicy(static p => p.GetRequiredService<TPolicy>(), position);
    }

    /// <summary>Adds a lookup policy to the chain.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="create">Makes it, once.</param>
    /// <param name="position">Where in the chain; policies of one position are asked in the order of their registration.</param>
    public static IOpportunityScanBuilder AddLookupPolicy(
        this IOpportunityScanBuilder builder, Func<IServiceProvider, IScanLookupPolicy> create, LookupPosition position)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(create);
        builder.Services.AddSingleton(new LookupRegistration(create, position));
        return builder;
    }

    /// <summary>Adds a lookup policy to the chain, to be asked when the built-in ones have not found the scan.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="create">Makes it, once.</param>
    public static IOpportunityScanBuilder AddLookupPolicy(this IOpportunityScanBuilder builder, Func<IServiceProvider, IScanLookupPolicy> create) =>
        builder.AddLookupPolicy(create, LookupPosition.AfterBuiltIn);

    /// <summary>Takes the built-in lookup policies out of the chain: only those that the host adds are asked (see <see cref="LookupPolicies"/>).</summary>
    public static IOpportunityScanBuilder WithoutBuiltInLookupPolicies(this IOpportunityScanBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(new WithoutBuiltInLookups());
        return builder;
    }
}
