using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpportunityScan.AspNetCore.Wire;

/// <summary>How everything on the wire is written; generated, so that nothing is found out at run time.</summary>
[JsonSerializable(typeof(StatusBody))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(StartedBody))]
[JsonSerializable(typeof(CancelBody))]
[JsonSerializable(typeof(ListBody))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(StartBody))]
[JsonSerializable(typeof(ResultsBody))]
internal sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>Texts as they are: no answer is ever part of a page, and its type is JSON.</summary>
    internal static JsonWriterOptions Writing { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
}
