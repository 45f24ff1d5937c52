using System.Diagnostics.Metrics;

namespace OpportunityScan.Diagnostics;

/// <summary>The library's instruments. Nothing that a listener throws comes out of here.</summary>
internal sealed class ScanMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly bool _ownsMeter;
    private readonly Counter<long>? _started;
    private readonly Counter<long>? _ended;
    private readonly UpDownCounter<long>? _running;
    private readonly Histogram<double>? _scanDuration;
    private readonly Histogram<double>? _queueWait;
    private readonly Histogram<double>? _strategyDuration;
    private readonly Counter<long>? _lookups;
    private readonly Counter<long>? _fenced;
    private readonly Counter<long>? _observersFailed;
    private long _failures;

    public ScanMetrics(IMeterFactory? factory = null)
    {
        _ownsMeter = factory is null;
        _meter = factory?.Create(MetricNames.Meter) ?? new Meter(MetricNames.Meter);
        _started = Create(() => _meter.CreateCounter<long>(MetricNames.ScansStarted, "{scan}"));
        _ended = Create(() => _meter.CreateCounter<long>(MetricNames.ScansEnded, "{scan}"));
        _running = Create(() => _meter.CreateUpDownCounter<long>(MetricNames.ScansRunning, "{scan}"));
        _scanDuration = Create(() => _meter.CreateHistogram<double>(MetricNames.ScanDuration, "s"));
        _queueWait = Create(() => _meter.CreateHistogram<double>(MetricNames.QueueWait, "s"));
        _strategyDuration = Create(() => _meter.CreateHistogram<double>(MetricNames.StrategyDuration, "s"));
        _lookups = Create(() => _meter.CreateCounter<long>(MetricNames.Lookups, "{lookup}"));
        _fenced = Create(() => _meter.CreateCounter<long>(MetricNames.RunsFenced, "{run}"));
        _observersFailed = Create(() => _meter.CreateCounter<long>(MetricNames.ObserversFailed, "{failure}"));
    }

    /// <summary>How many failures of observers were contained.</summary>
    internal long ContainedFailures => Volatile.Read(ref _failures);

    internal void Started(StartDisposition disposition) => Add(_started, 1, Tag("disposition", disposition.ToString()));

    internal void Claimed(ScanState state)
    {
        Add(_running, 1);
        if (state is { Attempt: 1, StartedAt: { } started }) Record(_queueWait, started - state.CreatedAt);
    }

    internal void RunEnded() => Add(_running, -1);

    internal void Ended(ScanStatus status, TimeSpan duration)
    {
        var tag = Tag("status", status.ToString());
        Add(_ended, 1, tag);
        Record(_scanDuration, duration, tag);
    }

    /// <summary>Scans that were canceled in the queue: they never ran, so there is no duration.</summary>
    internal void CanceledInQueue(int scans)
    {
        if (scans > 0) Add(_ended, scans, Tag("status", nameof(ScanStatus.Canceled)));
    }

    internal void StrategySettled(StrategyId strategy, StrategyStatus status, TimeSpan elapsed)
    {
        if (_strategyDuration is not { Enabled: true }) return; // spares a text for each strategy of each scan
        Record(_strategyDuration, elapsed, Tag("strategy", strategy.Value), Tag("status", status.ToString()));
    }

    /// <summary>Whether anybody listens to <see cref="LookedUp"/>.</summary>
    internal bool CountsLookups => _lookups is { Enabled: true };

    internal void LookedUp(LookupStatus status) => Add(_lookups, 1, Tag("status", status.ToString()));

    internal void Fenced() => Add(_fenced, 1);

    internal void ObserverFailed(string observer)
    {
        Interlocked.Increment(ref _failures);
        Add(_observersFailed, 1, Tag("observer", observer));
    }

    public void Dispose()
    {
        if (_ownsMeter) _meter.Dispose();
    }

    /// <summary>An instrument; <c>null</c> when a listener threw on hearing of it, and then nothing is measured with it.</summary>
    private T? Create<T>(Func<T> create)
        where T : Instrument
    {
        try
        {
            return create();
        }
#pragma warning disable CA1031 // Isolation is the purpose: a meter listener may throw anything.
        catch (Exception)
#pragma warning restore CA1031
        {
            Interlocked.Increment(ref _failures);
            return null;
        }
    }

    private static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);

    private void Add<T>(Instrument<T>? instrument, T value, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : struct
    {
        if (instrument is not { Enabled: true }) return;
        try
        {
            switch (instrument)
            {
                case Counter<T> counter: counter.Add(value, tags); break;
                case UpDownCounter<T> counter: counter.Add(value, tags); break;
                case Histogram<T> histogram: histogram.Record(value, tags); break;
            }
        }
#pragma warning disable CA1031 // As above.
        catch (Exception)
#pragma warning restore CA1031
        {
            Interlocked.Increment(ref _failures); // counted here only: a listener that throws would throw again
        }
    }

    private void Record(Histogram<double>? histogram, TimeSpan value, params ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        Add(histogram, value.TotalSeconds, tags);
}
