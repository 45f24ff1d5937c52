using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace OpportunityScan.Client;

/// <summary>How everything on the wire is read and written; generated, so that nothing is found out at run time. What is not known is ignored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StartScan))]
[JsonSerializable(typeof(StartedScan))]
[JsonSerializable(typeof(CanceledScan))]
[JsonSerializable(typeof(ScanInfo))]
[JsonSerializable(typeof(ResultsPage))]
[JsonSerializable(typeof(ScanList))]
[JsonSerializable(typeof(ProblemInfo))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ClientJson : JsonSerializerContext;
