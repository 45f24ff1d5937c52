using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using OpportunityScan.Diagnostics;

namespace OpportunityScan.Tests.Diagnostics;

public sealed class IsolatedLoggerTests : IDisposable
{
    private readonly ScanMetrics _metrics = new();

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public void Messages_levels_and_scopes_are_passed_on()
    {
        var inner = new FakeLogger();
        var logger = new IsolatedLogger(inner, _metrics);
        var fault = new InvalidOperationException("boom");

        using (logger.BeginScope("the scope")) logger.LookupPolicyFailed(fault, "archive");

        var record = inner.LatestRecord;
        (record.Id.Id, record.Level, record.Message, record.Exception).Should().Be((302, LogLevel.Warning, "Lookup policy archive failed", fault));
        record.Scopes.Should().Equal("the scope");
        _metrics.ContainedFailures.Should().Be(0);
    }

    [Fact]
    public void A_level_that_is_off_is_off()
    {
        var inner = new FakeLogger();
        inner.ControlLevel(LogLevel.Information, enabled: false);

        new IsolatedLogger(inner, _metrics).ScanReleased(ScanId.New());

        inner.Collector.Count.Should().Be(0);
    }

    [Fact]
    [Trait("Incident", "D8")]
    public void Whatever_a_provider_throws_is_contained_and_counted()
    {
        var logger = new IsolatedLogger(new BrokenLogger(isEnabled: null), _metrics);

        logger.BeginScope("scope").Should().BeNull();
        logger.IsEnabled(LogLevel.Critical).Should().BeFalse();
        logger.ScanReleased(ScanId.New());
        _metrics.ContainedFailures.Should().Be(3);

        new IsolatedLogger(new BrokenLogger(isEnabled: true), _metrics).ScanReleased(ScanId.New());
        _metrics.ContainedFailures.Should().Be(4);
    }

    private sealed class BrokenLogger(bool? isEnabled) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => throw new InvalidOperationException("broken provider");

        public bool IsEnabled(LogLevel logLevel) => isEnabled ?? throw new InvalidOperationException("broken provider");

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("broken provider");
    }
}
