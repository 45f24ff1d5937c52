using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OpportunityScan.AspNetCore.Tests.Support;

/// <summary>Believes whoever a header names: <c>X-User</c>, or a bearer token; <c>X-Nameless</c> is somebody without a name.</summary>
internal sealed class HeaderAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    internal const string Name = "Header";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var user = Request.Headers["X-User"].ToString() + Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
        Claim[] claims = user.Length > 0 ? [new Claim("sub", user)] : [];
        if (claims.Length == 0 && !Request.Headers.ContainsKey("X-Nameless")) return Task.FromResult(AuthenticateResult.NoResult());
        var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, Name));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(principal, Name)));
    }
}
