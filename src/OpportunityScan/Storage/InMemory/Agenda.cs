using System.Diagnostics.CodeAnalysis;

namespace OpportunityScan.Storage.InMemory;

/// <summary>Items in the order of an instant, and of their arrival where instants are equal. Entries are removed exactly, so none pile up.</summary>
internal sealed class Agenda<T>
{
    private readonly SortedSet<Entry> _entries = new(Comparer<Entry>.Create(static (a, b) =>
        a.At != b.At ? a.At.CompareTo(b.At) : a.Order.CompareTo(b.Order)));

    internal int Count => _entries.Count;

    internal void Add(DateTimeOffset at, long order, T item) => _entries.Add(new Entry(at.UtcTicks, order, item));

    internal void Remove(DateTimeOffset at, long order) => _entries.Remove(new Entry(at.UtcTicks, order, default!));

    /// <summary>The item whose instant comes first.</summary>
    internal bool TryFirst([MaybeNullWhen(false)] out T item)
    {
        item = _entries.Count == 0 ? default : _entries.Min.Item;
        return _entries.Count > 0;
    }

    /// <summary>All items, that whose instant comes first at first.</summary>
    internal IEnumerable<T> InOrder => _entries.Select(static e => e.Item);

    private readonly record struct Entry(long At, long Order, T Item);
}
