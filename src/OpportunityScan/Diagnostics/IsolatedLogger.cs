using Microsoft.Extensions.Logging;

namespace OpportunityScan.Diagnostics;

/// <summary>Passes messages on, and keeps whatever a logging provider throws away from the scans.</summary>
internal sealed class IsolatedLogger(ILogger inner, ScanMetrics metrics) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        try
        {
            return inner.BeginScope(state);
        }
#pragma warning disable CA1031 // Isolation is the purpose: a logging provider may throw anything.
        catch (Exception)
#pragma warning restore CA1031
        {
            metrics.ObserverFailed("logger");
            return null;
        }
    }

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return inner.IsEnabled(logLevel);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception)
#pragma warning restore CA1031
        {
            metrics.ObserverFailed("logger");
            return false;
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception)
#pragma warning restore CA1031
        {
            metrics.ObserverFailed("logger");
        }
    }
}
