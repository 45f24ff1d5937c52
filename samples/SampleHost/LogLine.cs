using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace SampleHost;

/// <summary>A log message on one line, with what an exception says but not where it was thrown: for people who watch, not for those who debug.</summary>
internal sealed class LogLine(TimeProvider timeProvider) : ConsoleFormatter(FormatterName)
{
    internal const string FormatterName = "line";

    public override void Write<TState>(in LogEntry<TState> logEntry, Microsoft.Extensions.Logging.IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var cause = logEntry.Exception is { } exception ? $" ({exception.Message.ReplaceLineEndings(" ")})" : "";
        var time = timeProvider.GetLocalNow().ToString("HH:mm:ss.f", CultureInfo.InvariantCulture);
        textWriter.WriteLine($"{time}  {logEntry.Formatter(logEntry.State, logEntry.Exception)}{cause}");
    }
}
