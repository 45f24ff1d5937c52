using System.Diagnostics;

namespace ScanConsole.Tests.Processes;

/// <summary>The sample as its users run it: a process of its own.</summary>
internal sealed class ConsoleProcess(Process process) : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);
    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "ScanConsole.dll");

    /// <summary>Starts it. Whatever runs the tests may ignore SIGINT and would pass that on, so it is put back to what it is in a terminal.</summary>
    internal static ConsoleProcess Start(params string[] args) => StartProcess("env", ["--default-signal=INT", "dotnet", Assembly, .. args]);

    /// <summary>Starts it in a terminal of 80 columns and 24 rows.</summary>
    internal static ConsoleProcess StartInTerminal(params string[] args) =>
        StartProcess("script", ["-qec", $"stty cols 80 rows 24; TERM=xterm-256color dotnet '{Assembly}' {string.Join(' ', args)}", "/dev/null"]);

    /// <summary>Runs it to its end.</summary>
    internal static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args)
    {
        using var process = Start(args);
        return await process.EndAsync();
    }

    /// <summary>Reads its standard output up to a line with <paramref name="text"/>.</summary>
    internal Task OutputAsync(string text) => UntilAsync(process.StandardOutput, text);

    /// <summary>Reads its standard error up to a line with <paramref name="text"/>.</summary>
    internal Task ErrorAsync(string text) => UntilAsync(process.StandardError, text);

    /// <summary>What Ctrl+C sends.</summary>
    internal async Task InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync().WaitAsync(Bound, TimeProvider.System);
        kill.ExitCode.Should().Be(0);
    }

    /// <summary>What <c>kill -9</c> does.</summary>
    internal async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Bound, TimeProvider.System);
    }

    /// <summary>What is left of its output, once it has ended.</summary>
    internal async Task<(int ExitCode, string Output, string Error)> EndAsync()
    {
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(Bound, TimeProvider.System);
        await process.WaitForExitAsync().WaitAsync(Bound, TimeProvider.System);
        return (process.ExitCode, output, await error);
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private static ConsoleProcess StartProcess(string file, string[] args)
    {
        var start = new ProcessStartInfo(file, args)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        return new ConsoleProcess(Process.Start(start)!);
    }

    private static async Task UntilAsync(StreamReader reader, string text)
    {
        while (await reader.ReadLineAsync().WaitAsync(Bound, TimeProvider.System) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal)) return;
        }

        throw new InvalidOperationException($"There was no line with '{text}'.");
    }
}
