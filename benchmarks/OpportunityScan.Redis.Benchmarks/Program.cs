using OpportunityScan.Redis.Benchmarks;
using OpportunityScan.Redis.Benchmarks.Measures;

if (args is ["--work", var endpoint])
{
    await TakeoverMeasure.WorkAsync(endpoint); // the worker that is killed
    return 0;
}

(string Mode, Func<Bench, Task<Report>> RunAsync)[] measures =
[
    ("--status", StatusMeasure.RunAsync),
    ("--start", StartMeasure.RunAsync),
    ("--terminal", TerminalMeasure.RunAsync),
    ("--throughput", ThroughputMeasure.RunAsync),
    ("--signal", SignalMeasure.RunAsync),
    ("--page", FirstPageMeasure.RunAsync),
    ("--commands", CommandsMeasure.RunAsync),
    ("--memory", MemoryMeasure.RunAsync),
    ("--takeover", TakeoverMeasure.RunAsync),
];
var chosen = args is ["--all"] ? measures : [.. measures.Where(m => args.Contains(m.Mode, StringComparer.Ordinal))];
if (chosen.Length == 0 || (args is not ["--all"] && args.Length != chosen.Length))
{
    Console.Error.WriteLine($"Choose --all or some of {string.Join(", ", measures.Select(static m => m.Mode))}.");
    return 1;
}

foreach (var (mode, runAsync) in chosen)
{
    await using var bench = await Bench.StartAsync(); // a server of its own for each, so that none finds what another left
    await (await runAsync(bench)).PublishAsync(mode[2..]);
}

return 0;
