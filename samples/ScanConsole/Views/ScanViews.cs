using Spectre.Console;

namespace ScanConsole;

internal static class ScanViews
{
    /// <summary>JSON or comma-separated values when they were asked for, a live view in a terminal, plain lines anywhere else.</summary>
    internal static IScanView For(ConsoleOptions options)
    {
        if (options.Json) return new JsonView(Console.Out, options);
        if (options.Csv) return new CsvView(Console.Out);
        var terminal = AnsiConsole.Profile is { Capabilities: { Ansi: true, Interactive: true }, Out.IsTerminal: true };
        // A terminal that knows no colours still breaks lines; a file does not.
        int Width() => Console.IsOutputRedirected ? int.MaxValue : Math.Max(40, Console.WindowWidth - 1);
        return terminal ? new LiveView(AnsiConsole.Console, TimeProvider.System, options) : new PlainView(Console.Out, TimeProvider.System, options, Width);
    }
}
