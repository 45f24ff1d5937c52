using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpportunityScan;
using OpportunityScan.Swarm.Worker;

// A process of a swarm: runs scans, starts those that its standard input says ("start 12"), and reads these and others ("read 12") until they
// have ended, or cancels them ("cancel 12"). It reports on standard output, ends when it is told to ("end"), and at once when its standard input does.
var (process, redis) = (int.Parse(args[0], CultureInfo.InvariantCulture), args[1]);
var builder = Host.CreateEmptyApplicationBuilder(null);
var scanning = builder.Services.AddOpportunityScanning(SwarmSettings.Apply).UseRedisStore(o => (o.Configuration, o.CommandTimeout) = (redis, SwarmSettings.CommandTimeout));
for (var i = 0; i < SwarmStrategy.Count; i++) scanning.AddStrategy(new SwarmStrategy(i));

var host = builder.Build();
await host.StartAsync();

await using var output = new StreamWriter(Console.OpenStandardOutput());
var reporter = new Reporter(output);
var coordinator = host.Services.GetRequiredService<IScanCoordinator>();
var reader = new Reader(coordinator, process, reporter);
using var ending = new CancellationTokenSource();
var running = new List<Task>();
while (true)
{
    var words = (await Console.In.ReadLineAsync())?.Split(' ');
    if (words is null) return 1; // whoever started it is gone, and nobody is left to be told anything
    if (words is ["end"]) break;
    var scan = new SwarmScan(int.Parse(words[1], CultureInfo.InvariantCulture));
    running.Add(Task.Run(() => ObeyAsync(words[0], scan)));
}

await ending.CancelAsync();
await Task.WhenAll(running);
await host.StopAsync();
return 0;

async Task ObeyAsync(string word, SwarmScan scan)
{
    try
    {
        if (word is "start") await StartAsync(scan);
        if (word is "cancel") await CancelAsync(scan);
        else await reader.ReadAsync(scan, ending.Token);
    }
    catch (ScanRejectedException) when (word is "start")
    {
        reader.TooLate(scan);
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

async Task CancelAsync(SwarmScan scan)
{
    var asked = TimeProvider.System.GetTimestamp();
    if ((await coordinator.CancelAsync(scan.Key, ending.Token)).Status != CancelStatus.Requested) return; // it had not begun, or was over
    await foreach (var _ in coordinator.WatchAsync(scan.Key, cancellationToken: ending.Token))
    {
        // The last snapshot is terminal.
    }

    reporter.Canceled(TimeProvider.System.GetElapsedTime(asked));
}
