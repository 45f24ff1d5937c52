namespace OpportunityScan.DependencyInjection;

/// <summary>A lookup policy as the host registered it.</summary>
/// <param name="Create">Makes it, once.</param>
/// <param name="Position">Where in the chain.</param>
internal sealed record LookupRegistration(Func<IServiceProvider, IScanLookupPolicy> Create, LookupPosition Position);

/// <summary>The host wants no policies but its own.</summary>
internal sealed record WithoutBuiltInLookups;
