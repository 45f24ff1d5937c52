using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpportunityScan.Ranking;

namespace OpportunityScan.Storage;

/// <summary>
/// Opportunities to JSON and back, in one form for every store. Names are one letter, instants are ticks in UTC, and what has the value of its
/// contract's default is absent. Writing a valid opportunity cannot fail.
/// </summary>
internal static class OpportunityJson
{
    private static readonly JsonEncodedText Type = JsonEncodedText.Encode("t");
    private static readonly JsonEncodedText Symbol = JsonEncodedText.Encode("s");
    private static readonly JsonEncodedText Exchange = JsonEncodedText.Encode("x");
    private static readonly JsonEncodedText Direction = JsonEncodedText.Encode("b");
    private static readonly JsonEncodedText ProfitPotential = JsonEncodedText.Encode("p");
    private static readonly JsonEncodedText Confidence = JsonEncodedText.Encode("c");
    private static readonly JsonEncodedText Risk = JsonEncodedText.Encode("r");
    private static readonly JsonEncodedText RequiredCapital = JsonEncodedText.Encode("k");
    private static readonly JsonEncodedText Timeframe = JsonEncodedText.Encode("f");
    private static readonly JsonEncodedText EntryPrice = JsonEncodedText.Encode("a");
    private static readonly JsonEncodedText ExitPrice = JsonEncodedText.Encode("z");
    private static readonly JsonEncodedText Metadata = JsonEncodedText.Encode("m");
    private static readonly JsonEncodedText DiscoveredAt = JsonEncodedText.Encode("d");
    private static readonly JsonEncodedText ExpiresAt = JsonEncodedText.Encode("e");
    private static readonly JsonEncodedText Strategy = JsonEncodedText.Encode("y");
    private static readonly JsonEncodedText Score = JsonEncodedText.Encode("w");

    /// <summary>More than this is not kept for the next one.</summary>
    private const int KeptBytes = 256 * 1024;

    /// <summary>Memory to write into, for each thread: it is filled and copied within one synchronous stretch of code.</summary>
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    internal static byte[] Write(Opportunity opportunity) => Written(opportunity).ToArray();

    /// <summary>How many bytes writing it gives.</summary>
    internal static int Size(Opportunity opportunity) => Written(opportunity).Length;

    internal static Opportunity Read(ReadOnlySpan<byte> utf8)
    {
        var w = JsonSerializer.Deserialize(utf8, OpportunityJsonContext.Reading.OpportunityWire) ?? throw new JsonException("null is no opportunity.");
        return new Opportunity
        {
            Type = w.Type,
            Symbol = w.Symbol,
            Exchange = w.Exchange ?? "",
            Side = w.Side,
            ProfitPotential = w.ProfitPotential,
            Confidence = w.Confidence,
            Risk = w.Risk ?? RiskLevel.Medium,
            RequiredCapital = w.RequiredCapital,
            Timeframe = w.Timeframe,
            EntryPrice = w.EntryPrice,
            ExitPrice = w.ExitPrice,
            Metadata = w.Metadata,
            DiscoveredAt = new DateTimeOffset(w.DiscoveredAt, TimeSpan.Zero),
            ExpiresAt = w.ExpiresAt is { } expires ? new DateTimeOffset(expires, TimeSpan.Zero) : null,
            Strategy = w.Strategy.Length == 0 ? default : new StrategyId(w.Strategy),
            Score = w.Score,
        };
    }

    private static void Write(Utf8JsonWriter writer, Opportunity o)
    {
        writer.WriteStartObject();
        writer.WriteString(Type, o.Type);
        writer.WriteString(Symbol, o.Symbol);
        if (o.Exchange.Length > 0) writer.WriteString(Exchange, o.Exchange);
        if (o.Side != Side.None) writer.WriteNumber(Direction, (int)o.Side);
        if (o.ProfitPotential != 0) writer.WriteNumber(ProfitPotential, o.ProfitPotential);
        if (o.Confidence != 0) writer.WriteNumber(Confidence, o.Confidence);
        if (o.Risk != RiskLevel.Medium) writer.WriteNumber(Risk, (int)o.Risk);
        if (o.RequiredCapital != 0) writer.WriteNumber(RequiredCapital, o.RequiredCapital);
        if (o.Timeframe is { } timeframe) writer.WriteString(Timeframe, timeframe);
        if (o.EntryPrice is { } entry) writer.WriteNumber(EntryPrice, entry);
        if (o.ExitPrice is { } exit) writer.WriteNumber(ExitPrice, exit);
        if (o.Metadata is { } metadata)
        {
            writer.WritePropertyName(Metadata);
            metadata.WriteTo(writer);
        }

        if (o.DiscoveredAt != default) writer.WriteNumber(DiscoveredAt, o.DiscoveredAt.UtcTicks);
        if (o.ExpiresAt is { } expires) writer.WriteNumber(ExpiresAt, expires.UtcTicks);
        writer.WriteString(Strategy, o.Strategy.Value ?? "");
        if (o.Score != 0) writer.WriteNumber(Score, o.Score);
        writer.WriteEndObject();
    }

    private static ReadOnlySpan<byte> Written(Opportunity opportunity)
    {
        var buffer = _buffer;
        if (buffer is null || buffer.Capacity > KeptBytes) _buffer = buffer = new ArrayBufferWriter<byte>(1024);
        else buffer.ResetWrittenCount();
        var writer = _writer ??= new Utf8JsonWriter(buffer, MetadataRules.Compact);
        writer.Reset(buffer); // also of what an opportunity that could not be written has left behind
        Write(writer, opportunity);
        writer.Flush();
        return buffer.WrittenSpan;
    }
}

/// <summary>An opportunity as it is read.</summary>
internal sealed record OpportunityWire
{
    [JsonPropertyName("t")]
    public required string Type { get; init; }

    [JsonPropertyName("s")]
    public required string Symbol { get; init; }

    [JsonPropertyName("x")]
    public string? Exchange { get; init; }

    [JsonPropertyName("b")]
    public Side Side { get; init; }

    [JsonPropertyName("p")]
    public decimal ProfitPotential { get; init; }

    [JsonPropertyName("c")]
    public double Confidence { get; init; }

    [JsonPropertyName("r")]
    public RiskLevel? Risk { get; init; }

    [JsonPropertyName("k")]
    public decimal RequiredCapital { get; init; }

    [JsonPropertyName("f")]
    public string? Timeframe { get; init; }

    [JsonPropertyName("a")]
    public decimal? EntryPrice { get; init; }

    [JsonPropertyName("z")]
    public decimal? ExitPrice { get; init; }

    [JsonPropertyName("m")]
    public JsonElement? Metadata { get; init; }

    [JsonPropertyName("d")]
    public long DiscoveredAt { get; init; }

    [JsonPropertyName("e")]
    public long? ExpiresAt { get; init; }

    [JsonPropertyName("y")]
    public required string Strategy { get; init; }

    [JsonPropertyName("w")]
    public double Score { get; init; }
}

[JsonSerializable(typeof(OpportunityWire))]
internal sealed partial class OpportunityJsonContext : JsonSerializerContext
{
    internal static OpportunityJsonContext Reading { get; } = new(new JsonSerializerOptions
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // scores that processes of earlier versions have stored
    });
}
