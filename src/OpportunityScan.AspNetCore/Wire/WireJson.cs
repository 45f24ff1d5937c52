using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OpportunityScan.AspNetCore.Wire;

/// <summary>How everything on the wire is written; generated, so that nothing is found out at run time.</summary>
[JsonSerializable(typeof(StatusBody))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(int?))]
[JsonSerializable(typeof(long?))]
[JsonSerializable(typeof(bool?))]
[JsonSerializable(typeof(StartedBody))]
[JsonSerializable(typeof(CancelBody))]
[JsonSerializable(typeof(ListBody))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(StartBody))]
[JsonSerializable(typeof(ResultsBody))]
[JsonSerializable(typeof(ResultsMetadataBody))]
internal sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>Texts as they are: no answer is ever part of a page, and its type is JSON.</summary>
    internal static JsonWriterOptions Writing { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>
    /// Tells the host's own JSON options how these types are written, after everything they know already, so that an API description can be made
    /// where types cannot be looked into at run time.
    /// </summary>
    internal static void Offer(IServiceProvider services)
    {
        if (services.GetService<IOptions<JsonOptions>>()?.Value.SerializerOptions is not { IsReadOnly: false } host) return;
        if (!host.TypeInfoResolverChain.Contains(Default)) host.TypeInfoResolverChain.Add(Default);
    }
}
