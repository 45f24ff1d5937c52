using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpportunityScan.AspNetCore.Tests.OpenApi;

/// <summary>Holds answers against the document: the status must be declared, and a body must have exactly the properties of its schema.</summary>
internal static class Contract
{
    /// <summary>What is absent when there is nothing to say; everything else is always there.</summary>
    private static readonly HashSet<string> MayBeAbsent = new(StringComparer.Ordinal)
    {
        "rejections", "last_known", "symbols", "strategy_ids", "opportunity_type", "filter_by_risk_level", "min_profit_potential", "max_required_capital",
        "min_confidence", "preferred_timeframes", "sides",
    };

    private static readonly Task<OpenApiDocument> Document = Task.Run(static async () =>
    {
        await using var site = await ScanSite.StartAsync(OpenApiDocument.Setup, Sample.Finds("gap"));
        return await OpenApiDocument.ReadAsync(site);
    });

    internal static async Task CheckAsync(HttpMethod method, string path, HttpStatusCode status, string? type, string text)
    {
        if (TemplateOf(method, path) is not { } template) return;
        var document = await Document;
        var declared = document.Declared(method.Method, template, status);
        declared.Should().NotBeNull($"{method} {path} answered {status}, which must be declared");
        var content = declared["content"]?.AsObject();
        if (text.Length == 0 || type is null)
        {
            content.Should().BeNull($"{method} {path} answered {status} without a body");
            return;
        }

        var media = type.Split(';')[0];
        content!.Select(c => c.Key).Should().Contain(media, $"{method} {path} answered {status} with it");
        if (media.EndsWith("json", StringComparison.Ordinal)) Check(document, content![media]!["schema"]!, JsonNode.Parse(text), $"{method} {path} {(int)status}");
    }

    internal static void Check(OpenApiDocument document, JsonNode declared, JsonNode? value, string at)
    {
        var schema = document.Resolve(declared);
        if (value is null)
        {
            (declared.ToJsonString() + schema["type"]?.ToJsonString()).Should().Contain("null", at);
            return;
        }

        switch (value)
        {
            case JsonObject item:
                CheckObject(document, schema, item, at);
                break;
            case JsonArray items:
                schema["type"]!.ToJsonString().Should().Contain("array", at);
                foreach (var item in items) Check(document, schema["items"]!, item, at + "[]");
                break;
            default:
                if (schema["type"] is { } type) type.ToJsonString().Should().Contain(KindOf(value), at);
                break;
        }
    }

    private static void CheckObject(OpenApiDocument document, JsonObject schema, JsonObject item, string at)
    {
        if (schema["properties"]?.AsObject() is not { } properties)
        {
            foreach (var (name, value) in item)
            {
                if (schema["additionalProperties"] is JsonObject others) Check(document, others, value, $"{at}.{name}");
            }

            return;
        }

        properties.Select(p => p.Key).Where(name => !MayBeAbsent.Contains(name)).Should().BeSubsetOf(item.Select(p => p.Key), at);
        foreach (var (name, value) in item)
        {
            if (properties[name] is { } declared) Check(document, declared, value, $"{at}.{name}");
            else schema.ContainsKey("additionalProperties").Should().BeTrue($"{at}.{name} is not declared");
        }
    }

    private static string KindOf(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.ToJsonString().Contains('.', StringComparison.Ordinal) ? "number" : "",
        _ => "boolean",
    };

    private static string? TemplateOf(HttpMethod method, string path)
    {
        path = path.Split('?')[0].TrimEnd('/');
        if (!path.StartsWith(SiteClient.Root, StringComparison.Ordinal)) return null;
        var parts = path[SiteClient.Root.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return (method.Method, parts) switch
        {
            ("POST", ["discover"]) or ("GET", ["latest"]) or ("GET", []) => path,
            ("GET", [("status" or "results" or "events") and var kind, _]) => $"{SiteClient.Root}/{kind}/{{scan_id}}",
            ("DELETE", [_]) => SiteClient.Root + "/{scan_id}",
            _ => null,
        };
    }
}
