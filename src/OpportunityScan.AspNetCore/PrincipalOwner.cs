using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace OpportunityScan.AspNetCore;

/// <summary>Who an authenticated principal is to the library.</summary>
internal static class PrincipalOwner
{
    internal static OwnerId? Of(HttpContext http)
    {
        if (http.User.Identity is not { IsAuthenticated: true }) return null;
        var name = http.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? http.User.FindFirstValue("sub");
        return OwnerId.TryParse(name, out var owner) ? owner : null;
    }
}
