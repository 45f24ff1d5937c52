using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.OpenApi;

/// <summary>What the fields of the wire are: which are always there, what they may be, and numbers as numbers.</summary>
internal static class SchemaTransformer
{
    internal static Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo;
        if (Nullable.GetUnderlyingType(type.Type) is { } underlying && IsOurs(underlying)) Whole(schema, type.Options.GetTypeInfo(underlying));
        else if (IsOurs(type.Type) && type.Kind == JsonTypeInfoKind.Object) Require(schema, type);
        if (context.JsonPropertyInfo is { } property && IsOurs(property.DeclaringType)) Narrow(schema, property);
        return Task.CompletedTask;
    }

    /// <summary>Says of one value what its attributes say.</summary>
    internal static void Narrow(OpenApiSchema schema, IEnumerable<object> attributes)
    {
        PlainNumber(schema);
        foreach (var attribute in attributes)
        {
            switch (attribute)
            {
                case OneOfAttribute oneOf:
                    Allow(schema.Items as OpenApiSchema ?? schema, oneOf.Values);
                    break;
                case RangeAttribute range:
                    (schema.Minimum, schema.Maximum) = (Text(range.Minimum), Text(range.Maximum));
                    break;
            }
        }
    }

    /// <summary>Says what a property says of its value.</summary>
    private static void Narrow(OpenApiSchema schema, JsonPropertyInfo property)
    {
        if (!property.IsGetNullable && schema.Type != JsonSchemaType.Null) schema.Type &= ~JsonSchemaType.Null;
        Narrow(schema, property.AttributeProvider?.GetCustomAttributes(inherit: true) ?? []);
    }

    /// <summary>Of what may be absent as a whole nobody is asked about the fields, nor about theirs.</summary>
    private static void Whole(OpenApiSchema schema, JsonTypeInfo type)
    {
        Require(schema, type);
        foreach (var property in type.Properties)
        {
            if (schema.Properties?.TryGetValue(property.Name, out var declared) != true || declared is not OpenApiSchema field) continue;
            Narrow(field, property);
            var inner = property.PropertyType.GetElementType() ?? Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (IsOurs(inner) && (field.Items ?? field.OneOf?.LastOrDefault() ?? field) is OpenApiSchema own) Whole(own, type.Options.GetTypeInfo(inner));
        }
    }

    /// <summary>What reads numbers out of texts, too, still writes them as numbers.</summary>
    private static void PlainNumber(OpenApiSchema schema)
    {
        const JsonSchemaType numbers = JsonSchemaType.Number | JsonSchemaType.Integer;
        if ((schema.Type & numbers) == 0) return;
        schema.Type &= ~JsonSchemaType.String;
        schema.Pattern = null;
    }

    private static void Allow(OpenApiSchema schema, string[] values)
    {
        schema.Enum = [.. values.Select(static v => (JsonNode)v)];
        if (schema.Type?.HasFlag(JsonSchemaType.Null) == true) schema.Enum.Add(JsonNullSentinel.JsonNull);
    }

    /// <summary>All that is written is always there, but for what is left out when it says nothing; of what is read nothing is.</summary>
    private static void Require(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (type.Type == typeof(StartBody) || schema.Properties is null) return;
        schema.Required = type.Properties
            .Where(static p => p.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true).Length == 0 && !p.IsExtensionData)
            .Select(static p => p.Name).Where(schema.Properties.ContainsKey).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>A bound that is as far as numbers go is none.</summary>
    private static string? Text(object bound) => bound switch
    {
        int.MaxValue or double.MaxValue => null,
        _ => Convert.ToString(bound, CultureInfo.InvariantCulture),
    };

    private static bool IsOurs(Type type) => type.Assembly == typeof(StatusBody).Assembly;
}
