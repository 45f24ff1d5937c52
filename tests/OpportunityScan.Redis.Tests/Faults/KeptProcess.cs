using System.Diagnostics;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>A program that ends with this process, even if that is killed: its keeper waits for the end of a pipe.</summary>
internal sealed class KeptProcess : IAsyncDisposable
{
    private const string Keeper = "exec 2>/dev/null; \"$@\" >>server.log 2>&1 & server=$!; cat >/dev/null; kill -9 $server; wait $server 2>/dev/null";
    private readonly Process _keeper;

    private KeptProcess(Process keeper) => _keeper = keeper;

    /// <summary>Why the program cannot be started; <c>null</c> when it can.</summary>
    internal static string? Missing(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(d => File.Exists(Path.Combine(d, program)))
            ? null
            : $"{program} is not on the PATH.";

    /// <summary>Starts a program; what it writes goes to server.log in its directory.</summary>
    internal static KeptProcess Start(string program, string directory, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = directory, RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in (IEnumerable<string>)["-c", Keeper, "keeper", program, .. arguments]) start.ArgumentList.Add(argument);
        return new KeptProcess(Process.Start(start)!);
    }

    /// <summary>Kills the program, as a crash would.</summary>
    public async ValueTask DisposeAsync()
    {
        _keeper.StandardInput.Close();
        await _keeper.WaitForExitAsync();
        _keeper.Dispose();
    }
}
