using Microsoft.Extensions.DependencyInjection;

namespace OpportunityScan.DependencyInjection;

internal sealed class OpportunityScanBuilder(IServiceCollection services) : IOpportunityScanBuilder
{
    public IServiceCollection Services => services;
}
