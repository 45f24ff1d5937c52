namespace OpportunityScan.Running;

/// <summary>A strategy as the host registered it.</summary>
/// <param name="Source">What an error calls it before its id is known.</param>
/// <param name="Descriptor">What it is; <c>null</c> to ask an instance when the host starts.</param>
/// <param name="Create">Makes the instance of one run.</param>
/// <param name="NeedsScope">Whether each run gets a service scope of its own.</param>
/// <param name="IsMade">Whether <paramref name="Create"/> may make an instance that nobody but the run would dispose.</param>
internal sealed record StrategyRegistration(
    string Source, StrategyDescriptor? Descriptor, Func<IServiceProvider, IStrategy> Create, bool NeedsScope, bool IsMade = false);
