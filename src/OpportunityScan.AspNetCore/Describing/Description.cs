using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace OpportunityScan.AspNetCore.Describing;

/// <summary>What API descriptions say of an endpoint.</summary>
/// <param name="Summary">In a few words.</param>
/// <param name="Details">In some more.</param>
/// <param name="Operation">What only an OpenAPI document can say.</param>
/// <param name="Shapes">What it takes.</param>
/// <param name="Answers">What it answers.</param>
internal sealed record Description(string Summary, string Details, Operation Operation, IReadOnlyList<Delegate> Shapes, IReadOnlyList<object> Answers)
{
    internal void Apply(IEndpointConventionBuilder endpoint) =>
        endpoint.WithSummary(Summary).WithDescription(Details).WithMetadata([Operation, Shapes[0].Method, .. ShapeParameter.Of(Shapes), .. Answers]);
}
