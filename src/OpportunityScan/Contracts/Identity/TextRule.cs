namespace OpportunityScan;

/// <summary>The rules of the validated texts (ids, owners), in one place so that every error reads alike.</summary>
internal static class TextRule
{
    internal const int MaxOwnerLength = 128;
    internal const int MaxIdLength = 64;

    /// <summary>Free text without control characters and unpaired surrogates: what an owner may be.</summary>
    internal static string? ViolationOfText(string? value, int maxLength)
    {
        if (string.IsNullOrWhiteSpace(value)) return "must not be empty";
        if (value.Length > maxLength) return $"must have at most {maxLength} characters, but has {value.Length}";
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsControl(value[i])) return $"must not contain control characters (U+{(int)value[i]:X4} at position {i})";
            if (!char.IsSurrogate(value[i])) continue;
            if (i + 1 >= value.Length || !char.IsSurrogatePair(value[i], value[i + 1])) return $"must be well-formed Unicode (unpaired surrogate at position {i})";
            i++;
        }

        return null;
    }

    /// <summary>ASCII letters, digits, '_', '-' and '.': what an id may be.</summary>
    internal static string? ViolationOfId(string? value, int maxLength)
    {
        if (string.IsNullOrEmpty(value)) return "must not be empty";
        if (value.Length > maxLength) return $"must have at most {maxLength} characters, but has {value.Length}";
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsAsciiLetterOrDigit(value[i]) || value[i] is '_' or '-' or '.') continue;
            return $"must consist of ASCII letters, digits, '_', '-' and '.', but has U+{(int)value[i]:X4} at position {i}";
        }

        return null;
    }

    /// <summary>The offending value as an error may show it: short, without line breaks or other control characters.</summary>
    internal static string Shown(string? value)
    {
        if (value is null) return "null";
        var head = value.Length > 48 ? string.Concat(value.AsSpan(0, 48), "…") : value;
        return "'" + string.Create(head.Length, head, static (span, text) =>
        {
            for (var i = 0; i < text.Length; i++) span[i] = char.IsControl(text[i]) ? '\uFFFD' : text[i];
        }) + "'";
    }

    internal static ArgumentException Error(string what, string? value, string violation, string parameter) =>
        new($"The {what} {Shown(value)} {violation}.", parameter);
}
