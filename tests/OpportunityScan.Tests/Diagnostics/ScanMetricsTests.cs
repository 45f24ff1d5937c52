using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using OpportunityScan.Diagnostics;
using OpportunityScan.State;
using OpportunityScan.Tests.Lookup;

namespace OpportunityScan.Tests.Diagnostics;

public sealed class ScanMetricsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly IMeterFactory _factory;

    public ScanMetricsTests() => _factory = _services.GetRequiredService<IMeterFactory>();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Each_event_is_measured_with_its_name_tags_and_value()
    {
        using var metrics = new ScanMetrics(_factory);
        using var all = new Collected(_factory);
        var queued = LookupFixture.Queued().State;
        var claimed = ScanMachine.Apply(queued, new ScanEvent.Claimed("w", "token", TimeSpan.FromSeconds(10), queued.CreatedAt.AddSeconds(5))).State;

        metrics.Started(StartDisposition.Joined);
        metrics.Claimed(claimed);
        metrics.StrategySettled(new StrategyId("s1"), StrategyStatus.TimedOut, TimeSpan.FromSeconds(1.5));
        metrics.Ended(ScanStatus.Completed, TimeSpan.FromMinutes(1));
        metrics.RunEnded();
        metrics.LookedUp(LookupStatus.Expired);
        metrics.Fenced();
        metrics.ObserverFailed("ranker");

        all.Measurements.Should().Equal(
            "opportunityscan.scans.started 1 disposition=Joined",
            "opportunityscan.scans.running 1",
            "opportunityscan.scan.queue_wait 5",
            "opportunityscan.strategy.duration 1.5 status=TimedOut strategy=s1",
            "opportunityscan.scans.ended 1 status=Completed",
            "opportunityscan.scan.duration 60 status=Completed",
            "opportunityscan.scans.running -1",
            "opportunityscan.lookups 1 status=Expired",
            "opportunityscan.runs.fenced 1",
            "opportunityscan.observers.failed 1 observer=ranker");
    }

    [Fact]
    public void The_wait_in_the_queue_is_measured_at_the_first_claim_only()
    {
        using var metrics = new ScanMetrics(_factory);
        using var waits = new MetricCollector<double>(_factory, MetricNames.Meter, MetricNames.QueueWait);
        using var running = new MetricCollector<long>(_factory, MetricNames.Meter, MetricNames.ScansRunning);

        metrics.Claimed(LookupFixture.Queued().State with { Attempt = 2, StartedAt = LookupFixture.Noon });

        waits.GetMeasurementSnapshot().Should().BeEmpty();
        running.GetMeasurementSnapshot().Should().ContainSingle();
    }

    [Fact]
    public void Every_named_instrument_exists_under_the_one_meter_with_a_unit()
    {
        var published = new List<(string Name, string? Unit)>();
        using var listener = new MeterListener { InstrumentPublished = (i, _) => { if (IsOurs(i)) published.Add((i.Name, i.Unit)); } };
        listener.Start();

        using var metrics = new ScanMetrics(_factory);

        var names = typeof(MetricNames).GetFields().Where(static f => f.Name is not nameof(MetricNames.Meter)).Select(static f => (string)f.GetRawConstantValue()!);
        published.Select(p => p.Name).Should().BeEquivalentTo(names);
        published.Select(p => p.Unit).Should().NotContainNulls();
    }

    [Fact]
    [Trait("Incident", "D8")]
    public void A_listener_that_throws_at_a_measurement_is_contained_and_counted()
    {
        using var metrics = new ScanMetrics(_factory);
        using var listener = Listener();
        listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => throw new InvalidOperationException("broken listener"));
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => throw new InvalidOperationException("broken listener"));
        listener.Start();

        FluentActions.Invoking(() =>
        {
            metrics.Started(StartDisposition.Created);
            metrics.Ended(ScanStatus.Failed, TimeSpan.Zero);
            metrics.RunEnded();
        }).Should().NotThrow();

        metrics.ContainedFailures.Should().Be(4);
    }

    [Fact]
    [Trait("Incident", "D8")]
    public void A_listener_that_throws_at_publication_is_contained_and_counted()
    {
        using var listener = new MeterListener
        {
            InstrumentPublished = (i, _) => { if (IsOurs(i)) throw new InvalidOperationException("broken listener"); },
        };
        listener.Start();

        using var metrics = new ScanMetrics(_factory);
        metrics.Started(StartDisposition.Created);
        metrics.LookedUp(LookupStatus.Found);
        metrics.Ended(ScanStatus.Completed, TimeSpan.Zero);

        metrics.ContainedFailures.Should().Be(9);
    }

    [Fact]
    public void A_failure_of_an_observer_is_counted_also_when_nobody_listens()
    {
        using var metrics = new ScanMetrics();

        metrics.ObserverFailed("logger");

        metrics.ContainedFailures.Should().Be(1);
    }

    /// <summary>Other tests run at the same time with meters of the same name; this one's factory tells them apart.</summary>
    private bool IsOurs(Instrument instrument) => ReferenceEquals(instrument.Meter.Scope, _factory);

    private MeterListener Listener() => new() { InstrumentPublished = (i, l) => { if (IsOurs(i)) l.EnableMeasurementEvents(i); } };

    /// <summary>All measurements of one factory, as texts in the order they came.</summary>
    private sealed class Collected : IDisposable
    {
        private readonly MeterListener _listener;

        internal Collected(IMeterFactory factory)
        {
            _listener = new MeterListener { InstrumentPublished = (i, l) => { if (ReferenceEquals(i.Meter.Scope, factory)) l.EnableMeasurementEvents(i); } };
            _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Add(i, value, tags));
            _listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Add(i, value, tags));
            _listener.Start();
        }

        internal List<string> Measurements { get; } = [];

        public void Dispose() => _listener.Dispose();

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var shown = tags.ToArray().OrderBy(static t => t.Key, StringComparer.Ordinal).Select(static t => $"{t.Key}={t.Value}");
            Measurements.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{instrument.Name} {value} {string.Join(' ', shown)}").TrimEnd());
        }
    }
}
