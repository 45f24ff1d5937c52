using System.Collections.Concurrent;

namespace OpportunityScan.Storage.InMemory;

/// <summary>Tells the watchers of a scan that it changed. A scan that nobody watches costs its writers one look.</summary>
internal sealed class ScanSignals
{
    private readonly ConcurrentDictionary<ScanKey, Watchers> _byScan = new();
    private readonly Lock _changing = new();
    private long _failures;

    /// <summary>How many calls of a callback ended in an exception.</summary>
    internal long Failures => Interlocked.Read(ref _failures);

    internal int WatchedScans => _byScan.Count;

    internal void Signal(ScanKey key)
    {
        if (_byScan.TryGetValue(key, out var watchers)) watchers.Signal();
    }

    internal Subscription<ScanKey> Add(ScanKey key, Action onChanged)
    {
        var subscription = new Subscription<ScanKey>(_ => onChanged(), s => Remove(key, s));
        lock (_changing) _byScan.GetOrAdd(key, static (_, signals) => new Watchers(signals), this).All.Add(subscription);
        return subscription;
    }

    private void Remove(ScanKey key, Subscription<ScanKey> subscription)
    {
        lock (_changing)
        {
            if (!_byScan.TryGetValue(key, out var watchers)) return;
            watchers.All.Remove(subscription);
            if (watchers.All.Count == 0) _byScan.TryRemove(key, out _);
        }
    }

    private sealed class Watchers(ScanSignals signals) : Drain
    {
        internal Subscribers<ScanKey> All { get; } = new();

        internal void Signal() => Ask();

        protected override void Run() => Interlocked.Add(ref signals._failures, All.Call(default));
    }
}
