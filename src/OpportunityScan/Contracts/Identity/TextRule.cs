using System.Diagnostics.CodeAnalysis;

namespace OpportunityScan;

/// <summary>The rules of the validated texts (ids, owners), in one place so that every error reads alike.</summary>
internal static class TextRule
{
    internal const int MaxOwnerLength = 128;
    internal const int MaxIdLength = 64;
    internal const int MaxMessageLength = 512;

    /// <summary>Of a symbol, and unless the host says otherwise of a parameter's value: what is found can be asked for.</summary>
    internal const int MaxSymbolLength = 256;

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

    /// <summary>The offending value as an error may show it: short, without line breaks or other control characters, well-formed.</summary>
    internal static string Shown(string? value) => value is null ? "null" : "'" + WellFormed(Cut(value, 48), static c => char.IsControl(c)) + "'";

    /// <summary>
    /// What a strategy or a host says for people, as it can be stored and shown: bounded, well-formed, and of control characters line breaks and tabs only.
    /// </summary>
    [return: NotNullIfNotNull(nameof(text))]
    internal static string? Told(string? text) =>
        text is null ? null : WellFormed(Cut(text, MaxMessageLength - 1), static c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'));

    private static string Cut(string text, int length)
    {
        if (text.Length <= length) return text;
        if (char.IsHighSurrogate(text[length - 1])) length--; // not in the middle of a character
        return string.Concat(text.AsSpan(0, length), "…");
    }

    private static string WellFormed(string text, Func<char, bool> isBad)
    {
        var isFine = true;
        for (var i = 0; i < text.Length && isFine; i++) isFine = !isBad(text[i]) && !char.IsSurrogate(text[i]);
        return isFine ? text : string.Create(text.Length, (text, isBad), static (span, all) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                var isPair = i + 1 < span.Length && char.IsSurrogatePair(all.text[i], all.text[i + 1]);
                span[i] = !isPair && (char.IsSurrogate(all.text[i]) || all.isBad(all.text[i])) ? '\uFFFD' : all.text[i];
                if (!isPair) continue;
                i++;
                span[i] = all.text[i];
            }
        });
    }

    internal static ArgumentException Error(string what, string? value, string violation, string parameter) =>
        new($"The {what} {Shown(value)} {violation}.", parameter);
}
