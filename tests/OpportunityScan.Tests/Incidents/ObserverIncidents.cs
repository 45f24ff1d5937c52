using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpportunityScan.Diagnostics;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Incidents;

/// <summary>Incidents of observers: whoever only looks on must not be able to do harm.</summary>
public sealed class ObserverIncidents
{
    [Fact]
    [Trait("Incident", "D8")]
    public async Task A_logger_that_throws_on_every_message_harms_no_scan_and_is_counted()
    {
        await using var world = new ScanHarness();
        var process = await world.ConfigureAsync(static builder =>
        {
            builder.Services.AddLogging(static l => l.AddProvider(new ThrowingLogger()).SetMinimumLevel(LogLevel.Trace));
            builder.AddStrategy(Sample.Finds("good", Sample.Opportunity("IBM")));
            builder.AddStrategy(Sample.FindsThenThrows("bad", new InvalidOperationException("broken"), Sample.Opportunity("BA")));
        });

        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);

        (end.Status, end.Progress.Found, end.Progress.Failed).Should().Be((ScanStatus.Completed, 2, 1));
        process.Services.GetRequiredService<ScanMetrics>().ContainedFailures.Should().BeGreaterThanOrEqualTo(3);
    }

    [Fact]
    [Trait("Incident", "D8")]
    public async Task A_meter_listener_that_throws_on_every_measurement_harms_no_scan_and_is_counted()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(Sample.Finds("good", Sample.Opportunity("IBM")));
        var mine = process.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, mine)) l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => throw new InvalidOperationException("telemetry is down"));
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => throw new InvalidOperationException("telemetry is down"));
        listener.Start();

        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);
        await Limit.UntilAsync(() => process.Worker.RunningScans == 0);

        (end.Status, end.Progress.Found).Should().Be((ScanStatus.Completed, 1));
        process.Services.GetRequiredService<ScanMetrics>().ContainedFailures.Should().BeGreaterThanOrEqualTo(5);
    }

    [Fact]
    [Trait("Incident", "D8")]
    public async Task A_meter_listener_that_throws_when_it_hears_of_the_instruments_harms_no_scan()
    {
        await using var world = new ScanHarness();
        using var listener = new MeterListener();
        using var mine = new OwnMeters();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (ReferenceEquals(instrument.Meter, mine.Created)) throw new InvalidOperationException("telemetry is down");
        };
        listener.Start();

        var process = await world.ConfigureAsync(builder =>
        {
            builder.Services.AddSingleton<IMeterFactory>(mine);
            builder.AddStrategy(Sample.Finds("good", Sample.Opportunity("IBM")));
        });

        (await process.EndOfAsync((await process.StartScanAsync()).Key)).Status.Should().Be(ScanStatus.Completed);
    }

    /// <summary>A factory whose meter is known before anybody hears of its instruments.</summary>
    private sealed class OwnMeters : IMeterFactory
    {
        internal Meter? Created { get; private set; }

        public Meter Create(MeterOptions options) => Created = new Meter(options);

        public void Dispose() => Created?.Dispose();
    }

    private sealed class ThrowingLogger : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => throw new InvalidOperationException("the log is full");

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("the log is full");

        public void Dispose()
        {
        }
    }
}
