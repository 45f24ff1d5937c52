using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace OpportunityScan;

/// <summary>
/// Names one scan of one owner, for ever: a new run always has a new id. Generated ids are <c>scan_</c> and 32 hexadecimal digits of a
/// cryptographic source; a caller may choose one of 1 to 64 ASCII letters, digits, <c>_</c>, <c>-</c> and <c>.</c> (idempotent start).
/// </summary>
public readonly struct ScanId : IEquatable<ScanId>
{
    private readonly string? _value;
    private readonly int _hash;

    /// <summary>Validates <paramref name="value"/>.</summary>
    /// <exception cref="ArgumentException">Empty, longer than 64 characters, or with other characters; the message says which.</exception>
    public ScanId(string value)
    {
        if (TextRule.ViolationOfId(value, TextRule.MaxIdLength) is { } violation) throw TextRule.Error("scan id", value, violation, nameof(value));
        _value = value;
        _hash = string.GetHashCode(value, StringComparison.Ordinal);
    }

    /// <summary>The text; empty for <c>default</c>, which names no scan.</summary>
    public string Value => _value ?? "";

    /// <summary>Whether this is <c>default</c>, which names no scan.</summary>
    public bool IsEmpty => _value is null;

    /// <summary>A new id that cannot be guessed: 128 random bits.</summary>
    public static ScanId New() => new("scan_" + RandomNumberGenerator.GetHexString(32, lowercase: true));

    /// <summary>Validates <paramref name="value"/> without throwing.</summary>
    /// <param name="value">The text to validate.</param>
    /// <param name="id">The id, or <c>default</c> when <paramref name="value"/> is malformed.</param>
    public static bool TryParse([NotNullWhen(true)] string? value, out ScanId id)
    {
        var valid = TextRule.ViolationOfId(value, TextRule.MaxIdLength) is null;
        id = valid ? new ScanId(value!) : default;
        return valid;
    }

    /// <inheritdoc />
    public bool Equals(ScanId other) => _hash == other._hash && string.Equals(_value, other._value, StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is ScanId other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => _hash;

    /// <summary>The text.</summary>
    public override string ToString() => Value;

    /// <summary>Ordinal equality.</summary>
    public static bool operator ==(ScanId left, ScanId right) => left.Equals(right);

    /// <summary>Ordinal inequality.</summary>
    public static bool operator !=(ScanId left, ScanId right) => !left.Equals(right);
}
