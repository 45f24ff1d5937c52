using System.Diagnostics;
using System.Globalization;
using OpportunityScan.Benchmarks;
using OpportunityScan.Redis.Tests.Servers;

namespace OpportunityScan.Redis.Benchmarks.Measures;

/// <summary>From the kill of a worker process to its scan running again in another, everything at its defaults.</summary>
internal static class TakeoverMeasure
{
    private const int Times = 3;

    /// <summary>Runs scans until killed.</summary>
    internal static async Task WorkAsync(string endpoint)
    {
        await using var connection = await Connections.OpenAsync(endpoint);
        await using var worker = await ScanHost.WorkAsync(connection, 1, static (_, token) => Bodies.Endless(token));
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
    }

    internal static async Task<Report> RunAsync(Bench bench)
    {
        var lease = new OpportunityScanOptions().LeaseDuration;
        var report = new Report(
            "From the kill of a worker (SIGKILL) to its scan running again in another process, default options.",
            "Kill", "Lease [s]", "Kill to resumed [s]", "Goal [s]");
        for (var i = 1; i <= Times; i++)
        {
            var taken = await KillAsync(bench);
            report.Add(
                i.ToString(CultureInfo.InvariantCulture), Rounds.Text(lease.TotalSeconds, "0"), Rounds.Text(taken.TotalSeconds, "0.00"),
                Rounds.Text(lease.TotalSeconds + 1, "'at most' 0"));
        }

        return report;
    }

    private static async Task<TimeSpan> KillAsync(Bench bench)
    {
        await using var host = await ScanHost.AskAsync(bench, strategies: 1);
        var key = await host.StartScanAsync();
        using var first = Process.Start(Environment.ProcessPath!, ["--work", bench.Endpoint]);
        await host.WatchUntilAsync(key, static s => s.Progress.Running == 1);
        await using var second = await ScanHost.WorkAsync(bench, 1, static (_, token) => Bodies.Endless(token));
        first.Kill();
        var killed = TimeProvider.System.GetTimestamp();
        await host.WatchUntilAsync(key, static s => s is { State.Attempt: 2, Progress.Running: 1 });
        var taken = TimeProvider.System.GetElapsedTime(killed);
        await first.WaitForExitAsync();
        await host.Coordinator.CancelAsync(key);
        await host.WatchUntilAsync(key, static s => s.IsTerminal);
        return taken;
    }
}
