using Spectre.Console;

namespace ScanConsole;

internal static class ScanViews
{
    /// <summary>JSON when it was asked for, a live view in a terminal, plain lines anywhere else.</summary>
    internal static IScanView For(ConsoleOptions options)
    {
        if (options.Json) return new JsonView(Console.Out, options);
        var terminal = AnsiConsole.Profile is { Capabilities: { Ansi: true, Interactive: true }, Out.IsTerminal: true };
        return terminal ? new LiveView(AnsiConsole.Console, TimeProvider.System, options) : new PlainView(Console.Out, TimeProvider.System, options);
    }
}
