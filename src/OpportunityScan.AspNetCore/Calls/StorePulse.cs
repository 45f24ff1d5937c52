using System.Collections.Concurrent;

namespace OpportunityScan.AspNetCore.Calls;

/// <summary>
/// Whether the store can be reached for a scan that is streamed: asked now and then, once for all streams of it. So a client hears of trouble within
/// <see cref="Interval"/> and <see cref="Patience"/>, however long the store itself takes to give up.
/// </summary>
internal sealed class StorePulse(Func<IScanCoordinator> scans, TimeProvider timeProvider)
{
    /// <summary>How long a stream waits between two questions.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(1.5);

    /// <summary>What has not been answered after so long counts as trouble.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);

    private readonly ConcurrentDictionary<ScanKey, Beat> _beats = new();

    /// <summary>Whether the store is out of reach. Asks unless another stream has just done so.</summary>
    internal Task<bool> IsDownAsync(ScanKey key)
    {
        if (_beats.TryGetValue(key, out var last) && (!last.IsDown.IsCompleted || timeProvider.GetElapsedTime(last.At) < Interval / 2)) return last.IsDown;
        var beat = new Beat(timeProvider.GetTimestamp(), AskAsync(key));
        _beats[key] = beat;
        return beat.IsDown;
    }

    /// <summary>A stream of this scan has ended; another one asks anew.</summary>
    internal void Forget(ScanKey key) => _beats.TryRemove(key, out _);

    private async Task<bool> AskAsync(ScanKey key)
    {
        var asked = scans().FindAsync(ScanQuery.ById(key), CancellationToken.None).AsTask();
        try
        {
            return (await asked.WaitAsync(Patience, timeProvider).ConfigureAwait(false)).Status == LookupStatus.StoreUnavailable;
        }
        catch (TimeoutException) when (!asked.IsCompleted)
        {
            _ = asked.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return true;
        }
    }

    private sealed record Beat(long At, Task<bool> IsDown);
}
