using System.Diagnostics.CodeAnalysis;

namespace OpportunityScan;

/// <summary>Names a strategy: 1 to 64 ASCII letters, digits, <c>_</c>, <c>-</c> and <c>.</c>, compared ordinally.</summary>
public readonly struct StrategyId : IEquatable<StrategyId>, IComparable<StrategyId>
{
    private readonly string? _value;

    /// <summary>Validates <paramref name="value"/>.</summary>
    /// <exception cref="ArgumentException">Empty, longer than 64 characters, or with other characters; the message says which.</exception>
    public StrategyId(string value)
    {
        if (TextRule.ViolationOfId(value, TextRule.MaxIdLength) is { } violation) throw TextRule.Error("strategy id", value, violation, nameof(value));
        _value = value;
    }

    /// <summary>The text; empty for <c>default</c>, which names no strategy.</summary>
    public string Value => _value ?? "";

    /// <summary>Validates <paramref name="value"/> without throwing.</summary>
    /// <param name="value">The text to validate.</param>
    /// <param name="id">The id, or <c>default</c> when <paramref name="value"/> is malformed.</param>
    public static bool TryParse([NotNullWhen(true)] string? value, out StrategyId id)
    {
        var valid = TextRule.ViolationOfId(value, TextRule.MaxIdLength) is null;
        id = valid ? new StrategyId(value!) : default;
        return valid;
    }

    /// <inheritdoc />
    public bool Equals(StrategyId other) => string.Equals(_value, other._value, StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is StrategyId other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => string.GetHashCode(Value, StringComparison.Ordinal);

    /// <summary>Ordinal order.</summary>
    public int CompareTo(StrategyId other) => string.CompareOrdinal(_value, other._value);

    /// <summary>The text.</summary>
    public override string ToString() => Value;

    /// <summary>Ordinal equality.</summary>
    public static bool operator ==(StrategyId left, StrategyId right) => left.Equals(right);

    /// <summary>Ordinal inequality.</summary>
    public static bool operator !=(StrategyId left, StrategyId right) => !left.Equals(right);

    /// <summary>Ordinal order.</summary>
    public static bool operator <(StrategyId left, StrategyId right) => left.CompareTo(right) < 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >(StrategyId left, StrategyId right) => left.CompareTo(right) > 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator <=(StrategyId left, StrategyId right) => left.CompareTo(right) <= 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >=(StrategyId left, StrategyId right) => left.CompareTo(right) >= 0;
}
