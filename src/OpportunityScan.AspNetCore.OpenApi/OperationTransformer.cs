using System.Globalization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OpportunityScan.AspNetCore.Describing;

namespace OpportunityScan.AspNetCore.OpenApi;

/// <summary>What the endpoints are called, what their parameters may be, and which headers their answers have.</summary>
internal static class OperationTransformer
{
    internal static Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<Operation>().LastOrDefault() is not { } described) return Task.CompletedTask;
        operation.OperationId = described.Id;
        foreach (var header in described.Headers) Add(operation, header);
        foreach (var answer in metadata.OfType<IProducesResponseTypeMetadata>()) Describe(operation, answer);
        foreach (var shape in metadata.OfType<ShapeParameter>()) Narrow(operation, shape);
        return Task.CompletedTask;
    }

    private static void Add(OpenApiOperation operation, OperationHeader header)
    {
        var status = header.Status.ToString(CultureInfo.InvariantCulture);
        if (operation.Responses?.GetValueOrDefault(status) is not OpenApiResponse response) return;
        response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
        response.Headers[header.Name] = new OpenApiHeader
        {
            Description = header.Description,
            Schema = new OpenApiSchema { Type = header.IsNumber ? JsonSchemaType.Integer : JsonSchemaType.String },
        };
    }

    private static void Describe(OpenApiOperation operation, IProducesResponseTypeMetadata answer)
    {
        var status = answer.StatusCode.ToString(CultureInfo.InvariantCulture);
        if (answer.Description is { } description && operation.Responses?.GetValueOrDefault(status) is OpenApiResponse response) response.Description = description;
    }

    private static void Narrow(OpenApiOperation operation, ShapeParameter shape)
    {
        var names = shape.WireNames;
        foreach (var parameter in operation.Parameters ?? [])
        {
            if (parameter.Schema is OpenApiSchema schema && names.Contains(parameter.Name, StringComparer.Ordinal))
                SchemaTransformer.Narrow(schema, shape.ParameterInfo.GetCustomAttributes(inherit: true));
        }
    }
}
