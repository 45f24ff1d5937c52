using System.Diagnostics;
using System.Globalization;

namespace OpportunityScan.Redis.Tests.Swarm;

/// <summary>A process that stands still until this is disposed, or until the process of the tests ends, however it does: a keeper waits for the end of a pipe.</summary>
internal sealed class StoppedProcess : IAsyncDisposable
{
    private const string Keeper = "trap '' HUP INT TERM; kill -STOP $1; echo done; cat >/dev/null; kill -CONT $1 2>/dev/null";
    private readonly Process _keeper;

    private StoppedProcess(Process keeper) => _keeper = keeper;

    internal static async Task<StoppedProcess> StopAsync(int processId)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Keeper, "keeper", processId.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        var keeper = Process.Start(start)!;
        await keeper.StandardOutput.ReadLineAsync();
        return new StoppedProcess(keeper);
    }

    public async ValueTask DisposeAsync()
    {
        _keeper.StandardInput.Close();
        await _keeper.WaitForExitAsync();
        _keeper.Dispose();
    }
}
