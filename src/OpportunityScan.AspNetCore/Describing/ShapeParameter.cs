using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace OpportunityScan.AspNetCore.Describing;

/// <summary>One thing that an endpoint takes.</summary>
internal sealed class ShapeParameter(ParameterInfo parameter) : IParameterBindingMetadata
{
    public string Name => parameter.Name!;

    public bool HasTryParse => false;

    public bool HasBindAsync => false;

    public ParameterInfo ParameterInfo => parameter;

    public bool IsOptional => parameter.GetCustomAttributes().All(static a => a is not IFromRouteMetadata);

    /// <summary>What it is called in a request.</summary>
    internal IEnumerable<string> WireNames =>
        parameter.GetCustomAttributes().Select(static a => a switch
        {
            IFromQueryMetadata query => query.Name,
            IFromHeaderMetadata header => header.Name,
            IFromRouteMetadata route => route.Name,
            _ => null,
        }).OfType<string>();

    /// <summary>What these shapes take together.</summary>
    internal static IEnumerable<object> Of(params IEnumerable<Delegate> shapes) =>
        shapes.SelectMany(static s => s.Method.GetParameters()).Select(static p => new ShapeParameter(p));
}
