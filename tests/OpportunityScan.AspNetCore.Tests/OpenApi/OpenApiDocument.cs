using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;

namespace OpportunityScan.AspNetCore.Tests.OpenApi;

/// <summary>The document that a host with <c>AddOpenApi</c> shows of the endpoints.</summary>
internal sealed class OpenApiDocument(JsonObject root)
{
    internal static SiteSetup Setup { get; } = new()
    {
        Services = static s => s.AddOpenApi(static o => o.AddOpportunityScanning()),
        Map = static endpoints =>
        {
            endpoints.MapOpenApi();
            endpoints.MapOpportunityScanning();
        },
    };

    internal JsonObject Root => root;

    internal IEnumerable<(string Method, string Path, JsonObject Node)> Operations =>
        from path in root["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (operation.Key, path.Key.TrimEnd('/'), operation.Value!.AsObject());

    internal static async Task<OpenApiDocument> ReadAsync(ScanSite site)
    {
        using var http = site.Http();
        var text = await Limit.Within(http.GetStringAsync("/openapi/v1.json"));
        return new OpenApiDocument(JsonNode.Parse(text)!.AsObject());
    }

    internal JsonObject Operation(string method, string path) =>
        Operations.Single(o => string.Equals(o.Path, path.TrimEnd('/'), StringComparison.Ordinal) && string.Equals(o.Method, method, StringComparison.OrdinalIgnoreCase)).Node;

    /// <summary>What is declared for a status of an operation.</summary>
    internal JsonObject? Declared(string method, string path, HttpStatusCode status) =>
        Operation(method, path)["responses"]!.AsObject()[((int)status).ToString(CultureInfo.InvariantCulture)]?.AsObject();

    /// <summary>A schema, without the indirections.</summary>
    internal JsonObject Resolve(JsonNode schema)
    {
        if (schema["oneOf"] is JsonArray some) return Resolve(some.Single(s => (string?)s!["type"] is not "null")!);
        return (string?)schema["$ref"] is { } reference
            ? Resolve(root["components"]!["schemas"]![reference.Split('/')[^1]]!)
            : schema.AsObject();
    }
}
