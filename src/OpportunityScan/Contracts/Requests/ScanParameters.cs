using System.Collections.Immutable;

namespace OpportunityScan;

/// <summary>
/// The parameters of a request: names with one or more values, normalised as they are added (trimmed, de-duplicated, in ordinal order), so
/// that two ways to write the same request are the same request. Immutable.
/// </summary>
public sealed class ScanParameters : IEquatable<ScanParameters>
{
    private readonly ImmutableSortedDictionary<string, ImmutableArray<string>> _values;

    private ScanParameters(ImmutableSortedDictionary<string, ImmutableArray<string>> values) => _values = values;

    /// <summary>No parameters.</summary>
    public static ScanParameters Empty { get; } = new(ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal));

    /// <summary>How many names there are.</summary>
    public int Count => _values.Count;

    /// <summary>The names, in ordinal order.</summary>
    public IEnumerable<string> Names => _values.Keys;

    /// <summary>The values of <paramref name="name"/>, in ordinal order; empty when the parameter was not given.</summary>
    public ImmutableArray<string> this[string name] => _values.GetValueOrDefault(name, []);

    /// <summary>A copy in which <paramref name="name"/> has exactly these values; without values, one that lacks the name.</summary>
    /// <param name="name">The parameter's name; trimmed.</param>
    /// <param name="values">Its values; trimmed, de-duplicated, order-free. Empty ones are dropped.</param>
    /// <exception cref="ArgumentException">A value is <c>null</c>.</exception>
    public ScanParameters With(string name, params IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(values);
        var normalised = values.Select(v => v?.Trim() ?? throw new ArgumentException($"The parameter {TextRule.Shown(name)} has a value that is null.", nameof(values))).Where(v => v.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray();
        return new ScanParameters(normalised.IsEmpty ? _values.Remove(name.Trim()) : _values.SetItem(name.Trim(), normalised));
    }

    /// <summary>The only or first value of <paramref name="name"/>, or <paramref name="otherwise"/> when it was not given.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="otherwise">What to return when the parameter was not given.</param>
    public string? First(string name, string? otherwise = null) => this[name] is [var first, ..] ? first : otherwise;

    /// <summary>Same names with the same values.</summary>
    public bool Equals(ScanParameters? other) =>
        other is not null && _values.Count == other._values.Count
        && _values.All(p => other._values.TryGetValue(p.Key, out var values) && values.AsSpan().SequenceEqual(p.Value.AsSpan()));

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as ScanParameters);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var (name, values) in _values)
        {
            hash.Add(name, StringComparer.Ordinal);
            foreach (var value in values) hash.Add(value, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    /// <summary><c>a=1,2; b=3</c>, for people.</summary>
    public override string ToString() => string.Join("; ", _values.Select(p => p.Key + "=" + string.Join(',', p.Value)));
}
