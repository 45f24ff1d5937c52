namespace OpportunityScan.AspNetCore.Requests;

/// <summary>What bodies and queries have in common.</summary>
internal static class FieldTexts
{
    internal const string Twice = $"{FieldNames.Types} and {FieldNames.TypesAlias} are two names of one thing; give one of them.";

    /// <summary>Adds the values of a comma-separated text, trimmed, without empty ones.</summary>
    internal static void Split(string? text, List<string> values)
    {
        if (text is not null) values.AddRange(text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
