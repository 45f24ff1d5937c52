using System.Security.Claims;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace ScanWeb.SignIn;

/// <summary>Email and password for a token.</summary>
internal static class SignInEndpoint
{
    private const int MaxBody = 4 * 1024;

    internal static void MapSignIn(this IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/auth/login", SignIn)
        .AllowAnonymous()
        .WithName("signIn")
        .WithSummary("A token for email and password")
        .RequireRateLimiting(SignInLimit.Policy)
        .WithMetadata(new RequestSizeLimitAttribute(MaxBody));

    private static Results<Ok<Token>, BadRequest, UnauthorizedHttpResult> SignIn(
        Credentials credentials, Accounts accounts, IOptions<SignInOptions> signIn,
        IOptionsMonitor<BearerTokenOptions> bearer, TimeProvider clock, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (credentials is not { Email: { } email, Password: { } password }) return TypedResults.BadRequest();
        if (accounts.Find(email, password) is not { } account) return TypedResults.Unauthorized();

        var lifetime = signIn.Value.TokenLifetime;
        const string scheme = BearerTokenDefaults.AuthenticationScheme;
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, account.Email), new Claim(ClaimTypes.Name, account.Email)], scheme);
        var properties = new AuthenticationProperties { ExpiresUtc = clock.GetUtcNow() + lifetime };
        var ticket = new AuthenticationTicket(new ClaimsPrincipal(identity), properties, scheme);
        var protector = bearer.Get(scheme).BearerTokenProtector;
        return TypedResults.Ok(new Token(protector.Protect(ticket), "Bearer", (long)lifetime.TotalSeconds));
    }

    internal sealed record Credentials(string? Email, string? Password);

    internal sealed record Token(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("token_type")] string TokenType,
        [property: JsonPropertyName("expires_in")] long ExpiresIn);
}
