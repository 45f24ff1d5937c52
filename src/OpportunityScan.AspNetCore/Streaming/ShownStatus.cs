using System.Runtime.InteropServices;
using System.Text.Json;

namespace OpportunityScan.AspNetCore.Streaming;

/// <summary>
/// What one client was shown last, so that it can be told only what has changed since: the fields that did, of objects in turn those that did, of the
/// strategies those that did, each beside its id, and of the opportunities those that are new, with the places of the others among those before. Field by field
/// as it is written, so that a field that is added later is no exception.
/// </summary>
internal sealed class ShownStatus : IDisposable
{
    private const string Strategies = "strategies";
    private const string StrategyId = "strategy_id";
    private const string PartialResults = "partial_results";

    private JsonDocument? _last;

    /// <summary>Whether anything was shown yet.</summary>
    internal bool Any => _last is not null;

    /// <summary>Takes a whole status as shown.</summary>
    internal void Keep(byte[] status)
    {
        var next = JsonDocument.Parse(status);
        _last?.Dispose();
        _last = next;
    }

    /// <summary>Writes what is different in a whole status from the one that was shown last, and takes it as shown.</summary>
    internal void WriteChange(Utf8JsonWriter writer, byte[] status)
    {
        using var last = _last!;
        _last = JsonDocument.Parse(status);
        WriteFields(writer, last.RootElement, _last.RootElement);
    }

    public void Dispose() => _last?.Dispose();

    private static void WriteFields(Utf8JsonWriter writer, JsonElement before, JsonElement now, string? always = null)
    {
        writer.WriteStartObject();
        foreach (var field in now.EnumerateObject())
        {
            var isKnown = before.TryGetProperty(field.Name, out var was);
            if (isKnown && IsSame(was, field.Value) && !field.NameEquals(always)) continue;
            if (!isKnown || was.ValueKind != field.Value.ValueKind || field.NameEquals(always)) field.WriteTo(writer);
            else if (field.Value.ValueKind == JsonValueKind.Object) WriteObject(writer, field, was);
            else if (field.NameEquals(Strategies)) WriteStrategies(writer, was, field.Value);
            else if (field.NameEquals(PartialResults)) WriteResults(writer, was, field.Value);
            else field.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteObject(Utf8JsonWriter writer, JsonProperty field, JsonElement was)
    {
        writer.WritePropertyName(field.Name);
        WriteFields(writer, was, field.Value);
    }

    /// <summary>A scan has the same strategies in the same order all its life.</summary>
    private static void WriteStrategies(Utf8JsonWriter writer, JsonElement before, JsonElement now)
    {
        writer.WriteStartArray(Strategies);
        foreach (var (was, strategy) in before.EnumerateArray().Zip(now.EnumerateArray()))
        {
            if (!IsSame(was, strategy)) WriteFields(writer, was, strategy, StrategyId);
        }

        writer.WriteEndArray();
    }

    private static void WriteResults(Utf8JsonWriter writer, JsonElement before, JsonElement now)
    {
        writer.WriteStartArray(PartialResults);
        foreach (var opportunity in now.EnumerateArray())
        {
            var place = before.EnumerateArray().TakeWhile(was => !IsSame(was, opportunity)).Count();
            if (place < before.GetArrayLength()) writer.WriteNumberValue(place);
            else opportunity.WriteTo(writer);
        }

        writer.WriteEndArray();
    }

    private static bool IsSame(JsonElement one, JsonElement other) => JsonMarshal.GetRawUtf8Value(one).SequenceEqual(JsonMarshal.GetRawUtf8Value(other));
}
