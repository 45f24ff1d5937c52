using OpportunityScan.Redis.Benchmarks;
using OpportunityScan.Web.Benchmarks;

if (args is [ServerProcess.Mode, var redis])
{
    await Server.RunAsync(redis); // the process that is measured
    return 0;
}

(string Mode, Func<Task<Report>> RunAsync)[] measures = [("--status", StatusMeasure.RunAsync), ("--events", EventsMeasure.RunAsync)];
var chosen = args is ["--all"] ? measures : [.. measures.Where(m => args.Contains(m.Mode, StringComparer.Ordinal))];
if (chosen.Length == 0 || (args is not ["--all"] && args.Length != chosen.Length))
{
    Console.Error.WriteLine($"Choose --all or some of {string.Join(", ", measures.Select(static m => m.Mode))}.");
    return 1;
}

foreach (var (mode, runAsync) in chosen) await (await runAsync()).PublishAsync(mode[2..]);
return 0;
