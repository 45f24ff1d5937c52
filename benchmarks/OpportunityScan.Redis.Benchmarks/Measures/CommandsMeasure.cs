using System.Runtime.CompilerServices;
using OpportunityScan.Benchmarks;

namespace OpportunityScan.Redis.Benchmarks.Measures;

/// <summary>What a scan sends from its start to its end, with nobody looking on.</summary>
internal static class CommandsMeasure
{
    /// <summary>Long enough for a commit, so that each end makes one of its own: the most that strategies take which yield once and end.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(20);

    private const int Warmups = 10;

    internal static async Task<Report> RunAsync(Bench bench)
    {
        var report = new Report(
            "Commands and bytes sent for one scan, start to terminal, as the server counts them.",
            "Strategies", "Ending", "Commands", "Goal", "Which", "Bytes sent", "Bytes per strategy");
        foreach (var strategies in new[] { 7, 14, 28, 56 })
        {
            await AddAsync(bench, report, strategies, "together", static (_, token) => Bodies.One(token));
            await AddAsync(bench, report, strategies, "one after another", OneAfterTheOtherAsync);
        }

        return report;
    }

    private static async Task AddAsync(
        Bench bench, Report report, int strategies, string ending, Func<int, CancellationToken, IAsyncEnumerable<Opportunity>> body)
    {
        await using var worker = await ScanHost.WorkAsync(bench, strategies, body, o => o.MaxConcurrentStrategies = strategies);
        using var ended = new EndedScans();
        for (var i = 0; i < Warmups; i++) await RunAsync(worker, ended); // scripts are known, connections are there, and code is as fast as it gets
        var sent = 0L;
        var commands = await bench.CommandsAsync(async () =>
        {
            var before = await bench.InfoAsync("stats", "total_net_input_bytes");
            await RunAsync(worker, ended);
            sent = await bench.InfoAsync("stats", "total_net_input_bytes") - before;
        });
        report.Add(
            $"{strategies}", ending, $"{commands.Count}", $"at most {strategies + 3}", Bench.Counted(commands), Rounds.Text(sent, "N0"), Rounds.Text(sent / (double)strategies, "N0"));
    }

    private static async Task RunAsync(ScanHost worker, EndedScans ended)
    {
        var end = ended.NextAsync();
        await worker.StartScanAsync();
        await end;
    }

    private static async IAsyncEnumerable<Opportunity> OneAfterTheOtherAsync(int index, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Delay((1 + index) * Apart, TimeProvider.System, cancellationToken);
        await foreach (var opportunity in Bodies.One(cancellationToken)) yield return opportunity;
    }
}
