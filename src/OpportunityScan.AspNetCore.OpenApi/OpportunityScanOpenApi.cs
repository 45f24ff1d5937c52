using OpportunityScan.AspNetCore.OpenApi;

namespace Microsoft.AspNetCore.OpenApi;

/// <summary>What a host's OpenAPI document says of scans.</summary>
public static class OpportunityScanOpenApi
{
    /// <summary>
    /// Has the document say all that there is to know of the endpoints of scans: operation ids, which fields are always there, bounds
    /// and allowed values, numbers as numbers, the headers of answers; and of all endpoints how clients sign in, as far as the host's authentication schemes tell.
    /// </summary>
    /// <param name="options">The document's options.</param>
    /// <returns>The same options.</returns>
    public static OpenApiOptions AddOpportunityScanning(this OpenApiOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options
            .AddSchemaTransformer(SchemaTransformer.TransformAsync)
            .AddOperationTransformer(OperationTransformer.TransformAsync)
            .AddOperationTransformer(SecurityTransformer.OperationAsync)
            .AddDocumentTransformer(SecurityTransformer.DocumentAsync);
    }
}
