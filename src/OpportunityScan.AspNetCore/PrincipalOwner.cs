using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace OpportunityScan.AspNetCore;

/// <summary>Who an authenticated principal is to the library.</summary>
internal static class PrincipalOwner
{
    /// <summary>What an authenticated principal lacks that is nobody here.</summary>
    internal const string Lacking =
        $"The principal has no usable claim 'sub' or '{ClaimTypes.NameIdentifier}', which says whose scans these are; OpportunityScanHttpOptions.Owner can take another one.";

    internal static OwnerId? Of(HttpContext http)
    {
        if (http.User.Identity is not { IsAuthenticated: true }) return null;
        var name = http.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? http.User.FindFirstValue("sub");
        return OwnerId.TryParse(name, out var owner) ? owner : null;
    }
}
