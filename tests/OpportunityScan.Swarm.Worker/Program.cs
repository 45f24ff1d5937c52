using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpportunityScan;
using OpportunityScan.Swarm.Worker;

// A process of a swarm: runs scans, starts those that its standard input says ("start 12"), and reads these and others ("read 12") until they
// have ended. It reports on standard output, and ends with its standard input.
var (process, redis) = (int.Parse(args[0], CultureInfo.InvariantCulture), args[1]);
var builder = Host.CreateEmptyApplicationBuilder(null);
var scanning = builder.Services.AddOpportunityScanning(SwarmSettings.Apply).UseRedisStore(redis);
for (var i = 0; i < SwarmStrategy.Count; i++) scanning.AddStrategy(new SwarmStrategy(i));

using var host = builder.Build();
await host.StartAsync();

await using var output = new StreamWriter(Console.OpenStandardOutput());
var reporter = new Reporter(output);
var coordinator = host.Services.GetRequiredService<IScanCoordinator>();
var reader = new Reader(coordinator, process, reporter);
using var ending = new CancellationTokenSource();
var running = new List<Task>();
while (await Console.In.ReadLineAsync() is { } line)
{
    var words = line.Split(' ');
    var scan = new SwarmScan(int.Parse(words[1], CultureInfo.InvariantCulture));
    running.Add(Task.Run(() => FollowAsync(scan, isStart: string.Equals(words[0], "start", StringComparison.Ordinal))));
}

await ending.CancelAsync();
await Task.WhenAll(running);
await host.StopAsync();
return 0;

async Task FollowAsync(SwarmScan scan, bool isStart)
{
    try
    {
        if (isStart) await StartAsync(scan);
        await reader.ReadAsync(scan, ending.Token);
    }
    catch (OperationCanceledException) when (ending.IsCancellationRequested)
    {
        return; // the process ends
    }
    catch (Exception e)
    {
        reporter.Broke(e);
        throw;
    }
}

async Task StartAsync(SwarmScan scan)
{
    while (true)
    {
        try
        {
            await coordinator.StartAsync(scan.Request, ending.Token);
            reporter.Started(scan);
            return;
        }
        catch (ScanStoreUnavailableException)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, ending.Token);
        }
    }
}
