using System.Collections.Immutable;
using System.Text.Json;

namespace OpportunityScan;

/// <summary>A list inside a record: equal when its items are, in the same order. An array that is <c>default</c> equals no other one.</summary>
/// <remarks>A record compares its fields; a field of this type makes a list part of its value, also when members are added later.</remarks>
internal readonly struct ValueList<T>(ImmutableArray<T> items) : IEquatable<ValueList<T>>
{
    private readonly ImmutableArray<T> _items = items;

    public static implicit operator ValueList<T>(ImmutableArray<T> items) => new(items);

    public static implicit operator ImmutableArray<T>(ValueList<T> list) => list._items;

    public bool Equals(ValueList<T> other) =>
        _items.IsDefault || other._items.IsDefault
            ? _items.IsDefault && other._items.IsDefault
            : _items == other._items || _items.AsSpan().SequenceEqual(other._items.AsSpan());

    public override bool Equals(object? obj) => obj is ValueList<T> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        if (!_items.IsDefault) foreach (var item in _items) hash.Add(item);
        return hash.ToHashCode();
    }
}

/// <summary>A set inside a record: equal when it has the same members and tells them apart in the same way.</summary>
internal readonly struct ValueSet<T>(ImmutableHashSet<T> members) : IEquatable<ValueSet<T>>
{
    private readonly ImmutableHashSet<T>? _members = members;

    public static implicit operator ValueSet<T>(ImmutableHashSet<T> members) => new(members);

    public static implicit operator ImmutableHashSet<T>(ValueSet<T> set) => set._members!;

    public bool Equals(ValueSet<T> other)
    {
        if (ReferenceEquals(_members, other._members)) return true;
        return _members is not null && other._members is not null
            && _members.Count == other._members.Count && _members.KeyComparer.Equals(other._members.KeyComparer) && _members.SetEquals(other._members);
    }

    public override bool Equals(object? obj) => obj is ValueSet<T> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = 0;
        if (_members is not null) foreach (var member in _members) hash ^= member is null ? 0 : _members.KeyComparer.GetHashCode(member);
        return hash;
    }
}

/// <summary>JSON inside a record: equal when it says the same, whatever the order of its members and its white space.</summary>
internal readonly struct ValueJson(JsonElement? element) : IEquatable<ValueJson>
{
    private readonly JsonElement? _element = element;

    public static implicit operator ValueJson(JsonElement? element) => new(element);

    public static implicit operator JsonElement?(ValueJson json) => json._element;

    public bool Equals(ValueJson other) =>
        Kind(_element) == Kind(other._element) && (Kind(_element) is null or JsonValueKind.Undefined || JsonElement.DeepEquals(_element!.Value, other._element!.Value));

    public override bool Equals(object? obj) => obj is ValueJson other && Equals(other);

    /// <summary>The kind only: reading more would cost as much as comparing.</summary>
    public override int GetHashCode() => (int?)Kind(_element) ?? -1;

    private static JsonValueKind? Kind(JsonElement? element) => element?.ValueKind;
}
