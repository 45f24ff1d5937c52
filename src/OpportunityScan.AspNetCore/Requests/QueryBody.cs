using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace OpportunityScan.AspNetCore.Requests;

/// <summary>The content of a <c>QUERY</c> (RFC 10008) as the query that a <c>GET</c> would have: the same names, and the same grammar.</summary>
internal static class QueryBody
{
    /// <exception cref="InvalidRequestException">The body is no JSON object, or a value is none that a query can have.</exception>
    internal static IQueryCollection Read(ReadOnlyMemory<byte> body)
    {
        var query = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        if (body.Length == 0) return new QueryCollection(query);
        var errors = new RequestErrors();
        using var document = JsonTexts.Parse(body);
        if (document.RootElement.ValueKind == JsonValueKind.Null) return new QueryCollection(query);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw RequestErrors.Only(FieldNames.Body, $"It must be a JSON object, but is {JsonTexts.KindOf(document.RootElement)}.");
        foreach (var field in document.RootElement.EnumerateObject())
        {
            if (field.Value.ValueKind == JsonValueKind.Null) continue;
            if (JsonTexts.NameOf(field) is not { } name) errors.Add(FieldNames.Body, "A field's name is not well-formed Unicode.");
            else if (ValuesOf(field.Value) is not { } values) errors.Add(name, $"It must be text, a number, true, false or a list of texts, but is {Shown(field.Value)}.");
            else if (!query.TryAdd(name, values)) errors.Add(name, "It is given twice.");
        }

        errors.Throw();
        return new QueryCollection(query);
    }

    private static StringValues? ValuesOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => JsonTexts.TextOf(value),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array => ListOf(value),
        _ => null,
    };

    private static StringValues? ListOf(JsonElement list)
    {
        var texts = new List<string>();
        foreach (var item in list.EnumerateArray())
        {
            // A comma would be taken for two values.
            if (item.ValueKind != JsonValueKind.String || JsonTexts.TextOf(item) is not { } text || text.Contains(',', StringComparison.Ordinal)) return null;
            texts.Add(text);
        }

        return new StringValues([.. texts]);
    }

    private static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "a list with something else in it",
        JsonValueKind.String => "text that is not well-formed Unicode",
        _ => JsonTexts.KindOf(value),
    };
}
