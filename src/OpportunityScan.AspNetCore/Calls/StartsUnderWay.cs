using System.Collections.Concurrent;

namespace OpportunityScan.AspNetCore.Calls;

/// <summary>The starts with an idempotency key that this process is still answering: another one with the same key is told to wait for that answer.</summary>
internal sealed class StartsUnderWay
{
    private readonly ConcurrentDictionary<ScanKey, bool> _keys = new();

    /// <summary>Notes a start until the result is disposed; <c>null</c> when one of the same key is under way.</summary>
    internal IDisposable? Begin(ScanKey key) => _keys.TryAdd(key, true) ? new UnderWay(_keys, key) : null;

    private sealed class UnderWay(ConcurrentDictionary<ScanKey, bool> keys, ScanKey key) : IDisposable
    {
        public void Dispose() => keys.TryRemove(key, out _);
    }
}
