using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace OpportunityScan.Ranking;

/// <summary>
/// What metadata must fulfil to be kept, and the form in which they are: compact JSON that is nobody else's memory. Whatever a strategy's document
/// allowed beyond plain JSON (comments, trailing commas, deep nesting, broken text) is either gone in that form or the reason why it is refused.
/// </summary>
internal static class MetadataRules
{
    /// <summary>Texts as they are: escapes would multiply the size of most languages.</summary>
    internal static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = ScanLimits.DeepestMetadata + 8,
        SkipValidation = true,
    };

    /// <summary>Longer than any number that a double holds without an exponent: only these and those with one can be too large.</summary>
    private const int SafeDigits = 300;

    /// <summary>Bounds the walk over a document, whatever its nesting.</summary>
    private static readonly JsonReaderOptions AsTheStrategyParsed = new()
    {
        MaxDepth = int.MaxValue,
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = ScanLimits.DeepestMetadata, AllowDuplicateProperties = false };

    /// <summary>The metadata as they are kept, or why they are not.</summary>
    /// <param name="metadata">As the strategy emitted them.</param>
    /// <param name="limits">How many bytes and levels they may have.</param>
    /// <param name="violation">The rule that is broken, and the value; <c>null</c> when none is.</param>
    /// <exception cref="Exception">Anything that reading a strategy's object may throw: it may belong to a document that is disposed.</exception>
    internal static JsonElement Keep(JsonElement metadata, ScanLimits limits, out string? violation)
    {
        violation = Violation(metadata, limits);
        if (violation is not null) return default;
        var buffer = new ArrayBufferWriter<byte>(JsonMarshal.GetRawUtf8Value(metadata).Length + 16);
        using (var writer = new Utf8JsonWriter(buffer, Compact)) metadata.WriteTo(writer);
        if (buffer.WrittenCount > limits.MaxMetadataBytes)
        {
            violation = TooLong(buffer.WrittenCount, limits);
            return default;
        }

        try
        {
            return JsonElement.Parse(buffer.WrittenSpan, Strict);
        }
        catch (JsonException)
        {
            violation = "The metadata have a name twice in one object.";
            return default;
        }
    }

    private static string? Violation(JsonElement metadata, ScanLimits limits)
    {
        if (metadata.ValueKind != JsonValueKind.Object) return $"The metadata are of kind {metadata.ValueKind}; they must be a JSON object.";
        var raw = JsonMarshal.GetRawUtf8Value(metadata);
        if (raw.Length > limits.MaxMetadataBytes) return TooLong(raw.Length, limits);
        if (!Utf8.IsValid(raw)) return "The metadata are not well-formed UTF-8.";
        var reader = new Utf8JsonReader(raw, AsTheStrategyParsed);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= limits.MaxMetadataDepth)
                return $"The metadata are nested deeper than {limits.MaxMetadataDepth} levels.";
            if (reader.TokenType == JsonTokenType.Number && IsTooLarge(ref reader)) return "The metadata have a number that no reader can hold.";
            if (reader.ValueIsEscaped && !IsText(ref reader)) return "The metadata have a text that is not well-formed Unicode (an unpaired surrogate).";
        }

        return null;
    }

    private static bool IsTooLarge(ref Utf8JsonReader reader)
    {
        var digits = reader.ValueSpan;
        if (digits.Length <= SafeDigits && digits.IndexOfAny((byte)'e', (byte)'E') < 0) return false;
        return !reader.TryGetDouble(out var value) || !double.IsFinite(value);
    }

    private static bool IsText(ref Utf8JsonReader reader)
    {
        var text = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            reader.CopyString(text);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    private static string TooLong(int bytes, ScanLimits limits) => $"The metadata have {bytes} bytes; at most {limits.MaxMetadataBytes} are allowed.";
}
