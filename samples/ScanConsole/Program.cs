using MarketStrategies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using SampleHost;
using ScanConsole;

// 1. What is asked for.
var prices = new RecordedMarket();
var commandLine = new CommandLine(prices.Symbols, StrategyCatalog.All(prices).Select(s => s.Descriptor).ToList());
var (options, exitCode) = commandLine.Parse(args, Console.Out, Console.Error);
if (options is null) return exitCode;
if (options.WalkForward)
{
    Console.Write((await WalkForward.RunAsync(prices)).ToMarkdown());
    return ExitCodes.Completed;
}

// 2. A host that scans: fourteen strategies on prices that take their time, every scan within its deadline. In Redis others can see it too.
var view = ScanViews.For(options);
var builder = Host.CreateEmptyApplicationBuilder(null);
var (reached, leastLevel) = (false, options.Worker ? LogLevel.Information : view.LogLevel);
builder.Logging.AddConsoleFormatter<LogLine, ConsoleFormatterOptions>()
    .AddFilter(level => reached && level >= leastLevel) // that Redis cannot be reached at all is said below, in one line
    .AddConsole(o => (o.FormatterName, o.LogToStandardErrorThreshold) = (LogLine.FormatterName, LogLevel.Trace));
builder.Services.Configure<ConsoleLifetimeOptions>(o => o.SuppressStatusMessages = true);

var market = new SlowMarketData(prices, options.Latency, TimeProvider.System);
var scanning = builder.Services.AddOpportunityScanning(o => (o.Deadline, o.RunWorker) = (options.Deadline, !options.Submit));
foreach (var strategy in StrategyCatalog.All(market)) scanning.AddStrategy(strategy.WithFaults(options.Fail, options.Hang));
if (options.Redis is { } redis) scanning.UseRedisStore(redis.ToString());

using var host = builder.Build();
var coordinator = host.Services.GetRequiredService<IScanCoordinator>();
try
{
    await coordinator.ReachStoreAsync(options.Owner);
    reached = true;
    await host.StartAsync();

    // 3. A worker runs what others submit, until Ctrl+C; what it has not finished then, another one does.
    if (options.Worker)
    {
        Console.WriteLine($"Working for {options.Redis} as process {Environment.ProcessId}. Ctrl+C stops.");
        await host.StoppingAsync();
        await host.StopAsync();
        return ExitCodes.Completed;
    }

    // 4. Start a scan, watch it, read its results. Ctrl+C cancels the scan; what it has found stays.
    var ticket = await coordinator.StartAsync(options.Request);

    var watching = view.FollowAsync(WatchedScan.FollowAsync(coordinator, ticket.Key, TimeProvider.System));
    await Task.WhenAny(watching, host.StoppingAsync());
    if (!watching.IsCompleted) await coordinator.CancelAsync(ticket.Key);
    await watching;

    var results = await coordinator.GetResultsAsync(ticket.Key, options.Results);
    if (results.Snapshot is not { } snapshot) throw new ScanStoreUnavailableException("The results cannot be read.");
    view.Show(results);
    if (args.Length == 0 && !Console.IsOutputRedirected) Console.WriteLine("Try --symbols IBM,KO next, or --fail breakout; --help lists everything.");

    await host.StopAsync();
    return ExitCodes.Of(snapshot.Status);
}
catch (ScanStoreUnavailableException)
{
    Console.Error.WriteLine($"error: Redis at {options.Redis} cannot be reached.");
    return ExitCodes.StoreUnavailable;
}
