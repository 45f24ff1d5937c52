using System.Collections.Concurrent;
using FluentAssertions;

namespace OpportunityScan.StoreConformance;

/// <summary>Counts the calls of a callback, and waits for them.</summary>
public sealed class Calls<T>(TimeSpan patience) : IDisposable
{
    private readonly ConcurrentQueue<T> _seen = new();
    private readonly SemaphoreSlim _calls = new(0);

    public int Count => _seen.Count;

    /// <summary>The different values that the callback was called with.</summary>
    public IReadOnlyList<T> Distinct() => [.. _seen.Distinct()];

    public void Add(T value)
    {
        _seen.Enqueue(value);
        _calls.Release();
    }

    /// <summary>Waits until a call has come that nobody waited for yet.</summary>
    public async Task NextAsync(string because = "") => (await _calls.WaitAsync(patience)).Should().BeTrue($"a signal was due {because}");

    /// <summary>Waits until there has been a call of this kind.</summary>
    public async Task NextAsync(Func<T, bool> wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        while (!_seen.Any(wanted)) await NextAsync();
    }

    public void Dispose() => _calls.Dispose();
}
