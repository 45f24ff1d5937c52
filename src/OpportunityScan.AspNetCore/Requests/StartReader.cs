using System.Collections.Immutable;
using System.Text.Json;

namespace OpportunityScan.AspNetCore.Requests;

/// <summary>
/// Reads the body of a start: fields that are not known are refused by name, and everything wrong is told at once. What is <c>null</c> is as good as
/// absent, the whole body included.
/// </summary>
internal sealed class StartReader(OpportunityScanHttpOptions options)
{
    private static readonly string[] Known =
    [
        FieldNames.ForceRefresh, FieldNames.Strategies, FieldNames.Types, FieldNames.TypesAlias, FieldNames.Risks, FieldNames.Sides,
        FieldNames.MinProfit, FieldNames.MaxCapital, FieldNames.MinConfidence, FieldNames.Timeframes,
    ];

    private readonly RequestErrors _errors = new();
    private readonly HashSet<string> _given = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _ignored = new(StringComparer.Ordinal);
    private bool _forceRefresh;
    private ScanParameters _parameters = ScanParameters.Empty;
    private ImmutableArray<StrategyId> _strategies = [];

    /// <exception cref="InvalidRequestException">The body is no JSON object, or breaks a rule.</exception>
    internal StartWish Read(ReadOnlyMemory<byte> body)
    {
        var filter = new FilterReader(_errors);
        if (body.Length > 0)
        {
            using var document = JsonTexts.Parse(body);
            switch (document.RootElement.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var field in document.RootElement.EnumerateObject()) Take(field, filter);
                    break;
                case not JsonValueKind.Null:
                    throw RequestErrors.Only(FieldNames.Body, $"It must be a JSON object, but is {JsonTexts.KindOf(document.RootElement)}.");
            }
        }

        if (_given.Contains(FieldNames.Types) && _given.Contains(FieldNames.TypesAlias)) _errors.Add(FieldNames.TypesAlias, FieldTexts.Twice);
        _errors.Throw();
        return new StartWish(_forceRefresh, _parameters, _strategies, filter.Filter, [.. _ignored]);
    }

    private void Take(JsonProperty field, FilterReader filter)
    {
        if (JsonTexts.NameOf(field) is not { } name)
        {
            _errors.Add(FieldNames.Body, "A field's name is not well-formed Unicode.");
            return;
        }

        var isNull = field.Value.ValueKind == JsonValueKind.Null;
        if (!isNull && !_given.Add(name)) _errors.Add(name, "It is given twice.");
        if (options.Parameters.TryGetValue(name, out var parameter))
        {
            if (!isNull && List(name, field.Value) is { } texts) _parameters = _parameters.With(parameter, texts);
        }
        else if (Known.Contains(name, StringComparer.Ordinal))
        {
            if (!isNull) TakeKnown(name, field.Value, filter);
        }
        else if (options.IgnoredFields.Contains(name))
        {
            _ignored.Add(name);
        }
        else
        {
            var shown = RequestText.Shown(name);
            _errors.Add(shown.Trim('\''), $"The field {shown} is unknown; known are {string.Join(", ", [.. Known, .. options.Parameters.Keys])}.");
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
            case FieldNames.MinProfit or FieldNames.MaxCapital or FieldNames.MinConfidence:
                if (Number(name, value) is { } number) filter.TakeNumber(name, number);
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
        if (value.ValueKind != JsonValueKind.Number)
        {
            Wrong(name, value, "a number");
            return null;
        }

        var number = JsonTexts.NumberOf(value.GetRawText(), out var violation);
        if (violation is not null) _errors.Add(name, violation);
        return number;
    }

    private List<string>? List(string name, JsonElement value)
    {
        var texts = new List<string>();
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                if (JsonTexts.TextOf(value) is { } text) FieldTexts.Split(text, texts);
                else NotWellFormed(name);
                return texts;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    if (item.ValueKind != JsonValueKind.String)
                    {
                        _errors.Add(name, $"Each value of the list must be text, but one is {JsonTexts.KindOf(item)}.");
                        return null;
                    }

                    if (JsonTexts.TextOf(item) is not { } one)
                    {
                        NotWellFormed(name);
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

    private void NotWellFormed(string name) => _errors.Add(name, "The text is not well-formed Unicode.");

    private void Wrong(string name, JsonElement value, string wanted) => _errors.Add(name, $"It must be {wanted}, but is {JsonTexts.KindOf(value)}.");
}
