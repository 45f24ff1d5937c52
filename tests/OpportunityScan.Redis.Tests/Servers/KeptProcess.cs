using System.Diagnostics;

namespace OpportunityScan.Redis.Tests.Servers;

/// <summary>
/// A program that ends with this process, even if that is killed: its keeper waits for the end of a pipe. Another pipe, which nobody but the
/// program holds open, says when the program ended by itself.
/// </summary>
internal sealed class KeptProcess : IAsyncDisposable
{
    // Signals that come with the end of a terminal or of a job would end the keeper, but not every program.
    // What it is told before the pipe ends says whether the directory is to stay.
    private const string Keeper =
        "\"$@\" 3>&1 >>server.log 2>&1 & program=$!; trap '' HUP INT TERM; exec >/dev/null 2>&1; told=$(cat); kill -CONT $program; kill -9 $program; wait $program; "
        + "[ -n \"$told\" ] || { cd / && rm -rf \"$0\"; }";

    private readonly Process _keeper;
    private readonly Task _ended;

    private KeptProcess(Process keeper) => (_keeper, _ended) = (keeper, keeper.StandardOutput.ReadToEndAsync());

    /// <summary>Whether the program is no more.</summary>
    internal bool HasEnded => _ended.IsCompleted;

    /// <summary>Why the program cannot be started; <c>null</c> when it can.</summary>
    internal static string? Missing(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(d => File.Exists(Path.Combine(d, program)))
            ? null
            : $"{program} is not on the PATH.";

    /// <summary>Starts a program in a directory of its own; what it writes goes to server.log there.</summary>
    internal static KeptProcess Start(string program, string directory, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Keeper, directory, program, .. arguments])
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        return new KeptProcess(Process.Start(start)!);
    }

    /// <summary>Kills the program, as a crash would; what it has on disk stays.</summary>
    internal async Task CrashAsync()
    {
        await _keeper.StandardInput.WriteAsync("keep");
        await DisposeAsync();
    }

    /// <summary>Kills the program, and clears its directory away.</summary>
    public async ValueTask DisposeAsync()
    {
        _keeper.StandardInput.Close();
        await _keeper.WaitForExitAsync();
        await _ended;
        _keeper.Dispose();
    }
}
