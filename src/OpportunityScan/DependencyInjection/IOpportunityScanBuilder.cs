using Microsoft.Extensions.DependencyInjection;

namespace OpportunityScan;

/// <summary>Configures scanning; everything is an extension method on it.</summary>
public interface IOpportunityScanBuilder
{
    /// <summary>The services that scanning is added to.</summary>
    IServiceCollection Services { get; }
}
