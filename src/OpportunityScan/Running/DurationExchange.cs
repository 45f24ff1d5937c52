using OpportunityScan.Estimating;
using OpportunityScan.Storage;

namespace OpportunityScan.Running;

/// <summary>
/// Tells the other processes how long things took here, and learns how long they took there, by way of the store. Now and then, in the background, when a
/// scan begins or ends or somebody asks: nothing waits for it but the first question, and it keeps no timer.
/// </summary>
internal sealed class DurationExchange(IScanStore store, DurationHistory history, TimeProvider timeProvider) : IDisposable
{
    /// <summary>For how long what is known is good enough.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    /// <summary>However much there is to tell, it is told no more often.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private Task _underWay = Task.CompletedTask;
    private long? _last;
    private long _revision;

    /// <summary>Exchanges in the background, if it is time.</summary>
    internal void Nudge() => _ = BegunAsync();

    /// <summary>Waits until something is known, or has been asked for in vain.</summary>
    internal Task FirstAsync(CancellationToken cancellationToken)
    {
        var begun = BegunAsync();
        return _revision > 0 || begun.IsCompleted ? Task.CompletedTask : begun.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private Task BegunAsync()
    {
        if (store.IsInProcess) return Task.CompletedTask; // whoever shares that store shares the history
        lock (_gate)
        {
            if (!_underWay.IsCompleted || _end.IsCancellationRequested) return _underWay;
            if (_last is { } last && timeProvider.GetElapsedTime(last) is var since && (since < Shortest || (since < Fresh && !history.HasUnshared))) return _underWay;
            _last = timeProvider.GetTimestamp();
            return _underWay = Task.Run(ExchangeAsync, CancellationToken.None);
        }
    }

    private async Task ExchangeAsync()
    {
        var measured = history.TakeUnshared();
        try
        {
            var shared = await store.ShareAsync([.. measured.Select(static m => new Measurement(m.Name, m.Value))], _revision, _end.Token).ConfigureAwait(false);
            foreach (var series in shared.Changed) history.Merge(series.Name, series.Values.AsSpan());
            _revision = shared.Revision;
        }
        catch (Exception e) when (e is ScanStoreUnavailableException or OperationCanceledException or ObjectDisposedException)
        {
            history.PutBack(measured); // told the next time; that the store is out of reach is told by everybody else
        }
    }
}
