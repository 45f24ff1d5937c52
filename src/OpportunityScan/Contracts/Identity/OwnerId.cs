using System.Diagnostics.CodeAnalysis;

namespace OpportunityScan;

/// <summary>
/// Whoever a scan belongs to: a user, a tenant, an account. Free text of 1 to 128 characters without control characters;
/// compared ordinally. The owner is part of every lookup: a scan of another owner cannot be told from one that does not exist.
/// </summary>
public readonly struct OwnerId : IEquatable<OwnerId>
{
    private readonly string? _value;
    private readonly int _hash;

    /// <summary>Validates <paramref name="value"/>.</summary>
    /// <exception cref="ArgumentException">Empty, longer than 128 characters, or with control characters; the message says which.</exception>
    public OwnerId(string value)
    {
        if (TextRule.ViolationOfText(value, TextRule.MaxOwnerLength) is { } violation) throw TextRule.Error("owner", value, violation, nameof(value));
        _value = value;
        _hash = string.GetHashCode(value, StringComparison.Ordinal);
    }

    /// <summary>The text; empty for <c>default</c>, which no request accepts.</summary>
    public string Value => _value ?? "";

    /// <summary>Whether this is <c>default</c>, which stands for no owner.</summary>
    public bool IsEmpty => _value is null;

    /// <summary>Validates <paramref name="value"/> without throwing.</summary>
    /// <param name="value">The text to validate.</param>
    /// <param name="owner">The owner, or <c>default</c> when <paramref name="value"/> is not one.</param>
    public static bool TryParse([NotNullWhen(true)] string? value, out OwnerId owner)
    {
        var valid = TextRule.ViolationOfText(value, TextRule.MaxOwnerLength) is null;
        owner = valid ? new OwnerId(value!) : default;
        return valid;
    }

    /// <inheritdoc />
    public bool Equals(OwnerId other) => _hash == other._hash && string.Equals(_value, other._value, StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is OwnerId other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => _hash;

    /// <summary>The text.</summary>
    public override string ToString() => Value;

    /// <summary>Ordinal equality.</summary>
    public static bool operator ==(OwnerId left, OwnerId right) => left.Equals(right);

    /// <summary>Ordinal inequality.</summary>
    public static bool operator !=(OwnerId left, OwnerId right) => !left.Equals(right);
}
