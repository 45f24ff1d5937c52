using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace OpportunityScan.AspNetCore.OpenApi;

/// <summary>How clients sign in, as far as the names of the host's authentication handlers tell; what the host says itself stays.</summary>
internal static class SecurityTransformer
{
    /// <summary>Says which schemes there are, and writes addresses of servers as such documents have them.</summary>
    internal static async Task DocumentAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var server in document.Servers ?? []) server.Url = server.Url?.TrimEnd('/');
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        foreach (var (name, scheme) in await SchemesAsync(context.ApplicationServices).ConfigureAwait(false))
            document.Components.SecuritySchemes.TryAdd(name, scheme);
    }

    /// <summary>Says of an endpoint whether one has to sign in.</summary>
    internal static async Task OperationAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (operation.Security is not null) return;
        operation.Security = metadata.OfType<IAuthorizeData>().Any() && !metadata.OfType<IAllowAnonymous>().Any()
            ? [.. (await SchemesAsync(context.ApplicationServices).ConfigureAwait(false)).Select(s => Requires(s.Name, context.Document))]
            : [];
    }

    private static OpenApiSecurityRequirement Requires(string name, OpenApiDocument? document) =>
        new() { [new OpenApiSecuritySchemeReference(name, document)] = [] };

    private static async Task<IEnumerable<(string Name, OpenApiSecurityScheme Scheme)>> SchemesAsync(IServiceProvider services)
    {
        if (services.GetService<IAuthenticationSchemeProvider>() is not { } provider) return [];
        var schemes = await provider.GetAllSchemesAsync().ConfigureAwait(false);
        return schemes.Select(static s => (s.Name, Scheme: Of(s)!)).Where(static s => s.Scheme is not null);
    }

    private static OpenApiSecurityScheme? Of(AuthenticationScheme scheme)
    {
        var handler = scheme.HandlerType.Name;
        if (handler.Contains("Bearer", StringComparison.Ordinal)) return Http("bearer", "A token in the header Authorization.");
        if (handler.Contains("Basic", StringComparison.Ordinal)) return Http("basic", "A name with its password.");
        return handler.Contains("Cookie", StringComparison.Ordinal)
            ? new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = ".AspNetCore." + scheme.Name, Description = "The cookie of a sign-in." }
            : null;
    }

    private static OpenApiSecurityScheme Http(string scheme, string description) =>
        new() { Type = SecuritySchemeType.Http, Scheme = scheme, Description = description };
}
