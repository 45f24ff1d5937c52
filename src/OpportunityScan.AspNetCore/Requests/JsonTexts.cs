using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OpportunityScan.AspNetCore.Requests;

/// <summary>Values as JSON has them, in bodies and in queries: one grammar for both.</summary>
internal static class JsonTexts
{
    private const int MaxNumberLength = 64;
    private const int MaxDepth = 8;

    /// <exception cref="InvalidRequestException">It is no JSON.</exception>
    internal static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException e)
        {
            throw RequestErrors.Only(
                FieldNames.Body, $"It is not valid JSON, or is nested deeper than {MaxDepth} levels (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}).");
        }
    }

    /// <summary>The text; <c>null</c> when it is not well-formed.</summary>
    internal static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The name; <c>null</c> when it is not well-formed.</summary>
    internal static string? NameOf(JsonProperty field)
    {
        try
        {
            return field.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The number that a text writes as JSON would; says what is wrong when there is none.</summary>
    internal static decimal? NumberOf(string text, out string? violation)
    {
        violation = $"{RequestText.Shown(text)} is not a number.";
        if (text.Length > MaxNumberLength || !IsNumber(text)) return null;
        if (decimal.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number))
        {
            violation = null;
            return number;
        }

        violation = $"The number {RequestText.Shown(text)} is too large.";
        return null;
    }

    /// <summary>What a value is, for people.</summary>
    internal static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        _ => "null",
    };

    private static bool IsNumber(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            return reader.Read() && reader.TokenType == JsonTokenType.Number && reader.BytesConsumed == text.Length && !char.IsWhiteSpace(text[0]);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
