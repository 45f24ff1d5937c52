namespace OpportunityScan.AspNetCore.Requests;

/// <summary>Text that came with a request.</summary>
internal static class RequestText
{
    private const int ShownLength = 48;

    /// <summary>The offending value as an error may show it: short, without line breaks or other control characters.</summary>
    internal static string Shown(string? value)
    {
        if (value is null) return "null";
        var head = value.Length > ShownLength ? string.Concat(value.AsSpan(0, ShownLength), "…") : value;
        return "'" + string.Create(head.Length, head, static (span, text) =>
        {
            for (var i = 0; i < text.Length; i++) span[i] = char.IsControl(text[i]) || char.IsSurrogate(text[i]) ? '\uFFFD' : text[i];
        }) + "'";
    }

    /// <summary>What is wrong with a value that results are filtered by; <c>null</c> when nothing is.</summary>
    internal static string? Violation(string value, int maxLength)
    {
        if (value.Length > maxLength) return $"must have at most {maxLength} characters, but has {value.Length}";
        foreach (var c in value)
        {
            if (char.IsControl(c)) return $"must not contain control characters (U+{(int)c:X4})";
            if (c == ',') return "must not contain a comma";
        }

        return null;
    }
}
