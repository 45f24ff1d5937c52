using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace ScanWeb.Tests.Processes;

/// <summary>The sample as its users run it: a process of its own, on a port of its own.</summary>
internal sealed class WebProcess : IAsyncDisposable
{
    private const string AnyPort = "http://127.0.0.1:0";
    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "ScanWeb.dll");

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;

    private WebProcess(Process process) => (_process, _reading) = (process, Task.WhenAll(ReadOutputAsync(process), ReadErrorAsync(process)));

    internal Uri Address { get => field ?? throw new InvalidOperationException("It does not listen yet."); private set; }

    internal int ExitCode => _process.ExitCode;

    /// <summary>What it has written to standard error so far.</summary>
    internal string Errors => string.Join('\n', _errors);

    /// <summary>Starts it and waits until it listens.</summary>
    internal static async Task<WebProcess> StartAsync(params string[] args)
    {
        var process = Launch(args);
        await process.ListeningAsync();
        return process;
    }

    /// <summary>Starts several at the same instant and waits until all listen.</summary>
    internal static async Task<WebProcess[]> StartManyAsync(int count, params string[] args)
    {
        var processes = Enumerable.Range(0, count).Select(_ => Launch(args)).ToArray();
        foreach (var process in processes) await process.ListeningAsync();
        return processes;
    }

    /// <summary>Starts it with a setting of its own.</summary>
    internal static async Task<WebProcess> StartWithAsync(string setting, string value, params string[] args)
    {
        var process = Launch(args, (setting, value));
        await process.ListeningAsync();
        return process;
    }

    /// <summary>Starts it without waiting.</summary>
    internal static WebProcess Launch(string[] args, params (string Name, string Value)[] settings)
    {
        string[] urls = args.Contains("--urls", StringComparer.Ordinal) ? [] : ["--urls", AnyPort];
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Assembly, .. urls, .. args])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        // Tests sign in more often than people do, all from one address; and the runner's own settings are none of the sample's business.
        start.Environment["SignIn__AttemptsPerMinute"] = "10000";
        start.Environment.Remove("ASPNETCORE_URLS");
        foreach (var (name, value) in settings) start.Environment[name] = value;
        return new WebProcess(Process.Start(start)!);
    }

    /// <summary>Runs it to its end.</summary>
    internal static async Task<(int ExitCode, string Errors)> RunAsync(params string[] args)
    {
        await using var process = Launch(args);
        await process.EndedAsync();
        return (process.ExitCode, process.Errors);
    }

    internal async Task ListeningAsync() => Address = await _listening.Task.WithinBound();

    /// <summary>Sends a signal: <c>INT</c> is what Ctrl+C sends, <c>TERM</c> what a service manager sends.</summary>
    internal async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync().WithinBound();
        kill.ExitCode.Should().Be(0);
    }

    /// <summary>What <c>kill -9</c> does.</summary>
    internal async Task KillAsync()
    {
        _process.Kill();
        await EndedAsync();
    }

    /// <summary>Waits until it has ended and all that it wrote is read.</summary>
    internal async Task EndedAsync()
    {
        await _process.WaitForExitAsync().WithinBound();
        await _reading.WithinBound();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    private async Task ReadOutputAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            var address = line.Split(' ').FirstOrDefault(word => word.StartsWith("http://", StringComparison.Ordinal));
            if (address is not null) _listening.TrySetResult(new Uri(address));
        }

        await process.WaitForExitAsync();
        _listening.TrySetException(new InvalidOperationException($"It ended before it listened: {Errors}"));
    }

    private async Task ReadErrorAsync(Process process)
    {
        while (await process.StandardError.ReadLineAsync() is { } line) _errors.Enqueue(line);
    }
}
