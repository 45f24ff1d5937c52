using System.Collections.Immutable;
using System.Text.Json;

namespace OpportunityScan.AspNetCore.Requests;

/// <summary>Reads the body of a start: fields that are not known are refused by name, and everything wrong is told at once.</summary>
internal sealed class StartReader(IDictionary<string, string> parameterFields)
{
    private const int MaxDepth = 8;

    private static readonly string[] Known =
    [
        FieldNames.ForceRefresh, FieldNames.Strategies, FieldNames.Types, FieldNames.TypesAlias, FieldNames.Risks, FieldNames.Sides,
        FieldNames.MinProfit, FieldNames.MaxCapital, FieldNames.Timeframes,
    ];

    private readonly RequestErrors _errors = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private bool _forceRefresh;
    private ScanParameters _parameters = ScanParameters.Empty;
    private ImmutableArray<StrategyId> _strategies = [];

    /// <exception cref="InvalidRequestException">The body is no JSON object, or breaks a rule.</exception>
    internal StartWish Read(ReadOnlyMemory<byte> body)
    {
        var filter = new FilterReader(_errors);
        if (body.Length > 0)
        {
            using var document = Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw RequestErrors.Only(FieldNames.Body, "The body is no JSON object.");
            foreach (var field in document.RootElement.EnumerateObject()) Take(field, filter);
        }

        if (_seen.Contains(FieldNames.Types) && _seen.Contains(FieldNames.TypesAlias)) _errors.Add(FieldNames.TypesAlias, FieldTexts.Twice);
        _errors.Throw();
        return new StartWish(_forceRefresh, _parameters, _strategies, filter.Filter);
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException e)
        {
            throw RequestErrors.Only(
                FieldNames.Body, $"The body is no JSON, or nested deeper than {MaxDepth} levels (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}).");
        }
    }

    private void Take(JsonProperty field, FilterReader filter)
    {
        if (NameOf(field) is not { } name) return;
        if (!_seen.Add(name)) _errors.Add(name, "The field is given twice.");
        var value = field.Value;
        if (parameterFields.TryGetValue(name, out var parameter))
        {
            if (value.ValueKind != JsonValueKind.Null && List(name, value) is { } texts) _parameters = _parameters.With(parameter, texts);
        }
        else if (!Known.Contains(name, StringComparer.Ordinal))
        {
            var shown = RequestText.Shown(name);
            _errors.Add(shown.Trim('\''), $"The field {shown} is unknown; known are {string.Join(", ", [.. Known, .. parameterFields.Keys])}.");
        }
        else if (value.ValueKind != JsonValueKind.Null)
        {
            TakeKnown(name, value, filter);
        }
    }

    private void TakeKnown(string name, JsonElement value, FilterReader filter)
    {
        switch (name)
        {
            case FieldNames.ForceRefresh:
                if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) _forceRefresh = value.GetBoolean();
                else Wrong(name, value, "true or false");
                break;
            case FieldNames.MinProfit:
                if (Number(name, value) is { } profit) filter.MinProfit(profit);
                break;
            case FieldNames.MaxCapital:
                if (Number(name, value) is { } capital) filter.MaxCapital(capital);
                break;
            case FieldNames.Strategies:
                if (List(name, value) is { } ids) _strategies = FilterReader.Strategies(name, ids, _errors);
                break;
            default:
                if (List(name, value) is { } texts) filter.TryList(name, name, texts);
                break;
        }
    }

    private decimal? Number(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number)) return number;
        Wrong(name, value, "a number of a reasonable size");
        return null;
    }

    private List<string>? List(string name, JsonElement value)
    {
        var texts = new List<string>();
        switch (value.ValueKind)
        {
            case JsonValueKind.String when TextOf(value) is { } text:
                FieldTexts.Split(text, texts);
                return texts;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    if (item.ValueKind != JsonValueKind.String || TextOf(item) is not { } one)
                    {
                        Wrong(name, item, "text, as every value of this list");
                        return null;
                    }

                    if (one.Trim() is { Length: > 0 } trimmed) texts.Add(trimmed);
                }

                return texts;
            default:
                Wrong(name, value, "a list of texts, or comma-separated text");
                return null;
        }
    }

    private void Wrong(string name, JsonElement value, string wanted) => _errors.Add(name, $"{Kind(value)} is not what is wanted here: {wanted}.");

    /// <summary>The name, or <c>null</c> when it is no well-formed text, which was told.</summary>
    private string? NameOf(JsonProperty field)
    {
        try
        {
            return field.Name;
        }
        catch (InvalidOperationException)
        {
            _errors.Add(FieldNames.Body, "A field's name is not well-formed Unicode.");
            return null;
        }
    }

    /// <summary>The text, or <c>null</c> when it is not well-formed.</summary>
    private static string? TextOf(JsonElement value)
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

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "Text",
        JsonValueKind.Number => "A number",
        JsonValueKind.True or JsonValueKind.False => "A truth value",
        JsonValueKind.Array => "A list",
        JsonValueKind.Object => "An object",
        _ => "Null",
    };
}
