using System.Diagnostics.Metrics;

namespace OpportunityScan.Redis.Benchmarks;

/// <summary>Tells when scans have ended, from what the library measures of itself: asking the store would be counted as well.</summary>
internal sealed class EndedScans : IDisposable
{
    private readonly MeterListener _listener = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal EndedScans(Action? onEnded = null)
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "OpportunityScan", Name: "opportunityscan.scans.ended" }) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, _, _, _) =>
        {
            onEnded?.Invoke();
            Volatile.Read(ref _next).TrySetResult();
        });
        _listener.Start();
    }

    /// <summary>Completes when the next scan has ended.</summary>
    internal Task NextAsync()
    {
        var next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _next, next);
        return next.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    public void Dispose() => _listener.Dispose();
}
