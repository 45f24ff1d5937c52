using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace OpportunityScan.AspNetCore;

/// <summary>Asks for what is missing when the endpoints are mapped, and not when the first client comes.</summary>
internal static class RequiredServices
{
    internal static void Check(IServiceProvider services, OpportunityScanHttpOptions options)
    {
        if (services.GetService<IServiceProviderIsService>() is not { } known) return;
        if (!known.IsService(typeof(IScanCoordinator)))
            throw new InvalidOperationException("There is no scan coordinator to map endpoints to; call services.AddOpportunityScanning() first.");
        if (options.RequireAuthorization && !known.IsService(typeof(IAuthorizationHandlerProvider)))
        {
            throw new InvalidOperationException(
                "The endpoints require authorization, but the host has none; call services.AddAuthorization(), or set "
                + $"{nameof(OpportunityScanHttpOptions)}.{nameof(OpportunityScanHttpOptions.RequireAuthorization)} to false and {nameof(OpportunityScanHttpOptions.Owner)} to who owns the scans then.");
        }
    }
}
