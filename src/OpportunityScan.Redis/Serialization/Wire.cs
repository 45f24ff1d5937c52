using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpportunityScan.Redis.Serialization;

/// <summary>A plan as it is stored. Spans are ticks.</summary>
internal sealed record PlanWire
{
    [JsonPropertyName("o")]
    public required string Owner { get; init; }

    [JsonPropertyName("i")]
    public required string Id { get; init; }

    /// <summary>Absent where the id itself was drawn for this scan.</summary>
    [JsonPropertyName("n")]
    public string? Incarnation { get; init; }

    [JsonPropertyName("f")]
    public required string Fingerprint { get; init; }

    [JsonPropertyName("p")]
    public required Dictionary<string, string[]> Parameters { get; init; }

    /// <summary>Absent where there are none.</summary>
    [JsonPropertyName("l")]
    public Dictionary<string, string[]>? Labels { get; init; }

    [JsonPropertyName("s")]
    public required StrategyWire[] Strategies { get; init; }

    [JsonPropertyName("d")]
    public long Deadline { get; init; }

    [JsonPropertyName("q")]
    public long QueueTimeout { get; init; }

    [JsonPropertyName("r")]
    public long Retention { get; init; }

    [JsonPropertyName("t")]
    public long TombstoneRetention { get; init; }

    [JsonPropertyName("m")]
    public int MaxAttempts { get; init; }
}

/// <summary>A planned strategy as it is stored.</summary>
internal sealed record StrategyWire(
    [property: JsonPropertyName("i")] string Id,
    [property: JsonPropertyName("n")] string Name,
    [property: JsonPropertyName("v")] string Version,
    [property: JsonPropertyName("t")] long Timeout);

/// <summary>What an outcome says beside the part that scripts read. Instants and spans are ticks, absent ones are absent.</summary>
internal sealed record OutcomeWire
{
    [JsonPropertyName("b")]
    public long? StartedAt { get; init; }

    [JsonPropertyName("e")]
    public long? Elapsed { get; init; }

    [JsonPropertyName("r")]
    public int Rejected { get; init; }

    [JsonPropertyName("x")]
    public RejectionWire[]? Rejections { get; init; }

    [JsonPropertyName("c")]
    public string? ErrorCode { get; init; }

    [JsonPropertyName("m")]
    public string? Message { get; init; }

    [JsonPropertyName("d")]
    public bool Detached { get; init; }
}

/// <summary>A rejection as it is stored.</summary>
internal sealed record RejectionWire(
    [property: JsonPropertyName("r")] string Reason, [property: JsonPropertyName("n")] int Count, [property: JsonPropertyName("e")] string Example);

[JsonSerializable(typeof(PlanWire))]
[JsonSerializable(typeof(OutcomeWire))]
internal sealed partial class WireContext : JsonSerializerContext
{
    /// <summary>Text is stored as it is: nothing of this ever stands in a page, and escapes would multiply the size of most languages.</summary>
    internal static WireContext Compact { get; } = new(new JsonSerializerOptions
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
