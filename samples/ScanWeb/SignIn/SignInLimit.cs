using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace ScanWeb.SignIn;

/// <summary>How often an address may try to sign in.</summary>
internal static class SignInLimit
{
    internal const string Policy = "sign-in";

    internal static IServiceCollection AddSignInLimit(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.OnRejected = OpportunityScanProblems.RateLimitedAsync;
        limiter.AddPolicy(Policy, http => RateLimitPartition.GetFixedWindowLimiter(
            http.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = http.RequestServices.GetRequiredService<IOptions<SignInOptions>>().Value.AttemptsPerMinute,
                Window = TimeSpan.FromMinutes(1),
            }));
    });
}
