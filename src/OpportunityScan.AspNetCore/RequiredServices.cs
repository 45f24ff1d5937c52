using Microsoft.AspNetCore.Authentication;
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
        if (!options.RequireAuthorization) return;
        if (!known.IsService(typeof(IAuthorizationHandlerProvider)))
        {
            throw new InvalidOperationException(
                "The endpoints require authorization, but the host has none; call services.AddAuthorization(), or set "
                + $"{nameof(OpportunityScanHttpOptions)}.{nameof(OpportunityScanHttpOptions.RequireAuthorization)} to false "
                + $"and {nameof(OpportunityScanHttpOptions)}.{nameof(OpportunityScanHttpOptions.Owner)} to who owns the scans then.");
        }

        if (known.IsService(typeof(IAuthenticationSchemeProvider)) && LacksSchemes(services.GetRequiredService<IAuthenticationSchemeProvider>()))
        {
            throw new InvalidOperationException(
                "The endpoints require authorization, but the host has no way to authenticate anybody; add one to services.AddAuthentication(), such as "
                + ".AddBearerToken().");
        }
    }

    /// <summary>A provider that has to wait for an answer is not the usual one, and knows for itself.</summary>
    private static bool LacksSchemes(IAuthenticationSchemeProvider provider)
    {
        var all = provider.GetAllSchemesAsync();
#pragma warning disable VSTHRD002 // It is complete: nothing is waited for.
        return all.IsCompletedSuccessfully && !all.Result.Any();
#pragma warning restore VSTHRD002
    }
}
