using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpportunityScan;
using OpportunityScan.Swarm.Worker;

// A process of a swarm: runs scans, starts those that its standard input says ("start 12 1", the second number tells uses of one id apart), and
// reads these and others ("read 12 1") until they have ended, or cancels them ("cancel 12 1"). It reports on standard output, ends when it is told to ("end"), and at once when its standard input does.
var (process, redis, traits) = (int.Parse(args[0], CultureInfo.InvariantCulture), args[1], Enum.Parse<SwarmTraits>(args[2]));
var builder = Host.CreateEmptyApplicationBuilder(null);
var scanning = builder.Services.AddOpportunityScanning(o => SwarmSettings.Apply(o, traits))
    .UseRedisStore(o => (o.Configuration, o.CommandTimeout) = (redis, SwarmSettings.CommandTimeout));
foreach (var strategy in SwarmStrategy.Of(traits)) scanning.AddStrategy(strategy);

var host = builder.Build();
await host.StartAsync();

await using var output = new StreamWriter(Console.OpenStandardOutput());
var reporter = new Reporter(output);
var coordinator = host.Services.GetRequiredService<IScanCoordinator>();
var reader = new Reader(coordinator, process, reporter);
using var ending = new CancellationTokenSource();
reporter.Ready(process);
var running = new List<Task>();
while (true)
{
    var words = (await Console.In.ReadLineAsync())?.Split(' ');
    if (words is null) return 1; // whoever started it is gone, and nobody is left to be told anything
    if (words is ["end"]) break;
    var scan = new SwarmScan(int.Parse(words[1], CultureInfo.InvariantCulture), int.Parse(words[2], CultureInfo.InvariantCulture));
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
        if (word is "start" && !await StartAsync(scan)) reader.TooLate(scan);
        else if (word is "cancel") await CancelAsync(scan);
        else await reader.ReadAsync(scan, ending.Token);
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

// Whether the scan is there: this use of its id, or one before it that lives on.
async Task<bool> StartAsync(SwarmScan scan)
{
    while (true)
    {
        try
        {
            var began = TimeProvider.System.GetTimestamp();
            var ticket = await coordinator.StartAsync(scan.Request, ending.Token);
            reader.Started(scan, began, ticket.Snapshot);
            reporter.Started(scan);
            return true;
        }
        catch (ScanRejectedException e) when (e.Kind == RejectionKind.IdConflict)
        {
            var there = await coordinator.FindAsync(ScanQuery.ById(scan.Key), ending.Token);
            if (there.Status == LookupStatus.Expired) return false;
            if (there.IsFound)
            {
                reporter.Started(scan);
                return true;
            }
        }
        catch (ScanStoreUnavailableException)
        {
            // It will be back.
        }

        await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, ending.Token);
    }
}

async Task CancelAsync(SwarmScan scan)
{
    var asked = TimeProvider.System.GetTimestamp();
    if ((await CanceledAsync(scan)).Status != CancelStatus.Requested) return; // it had not begun, or was over
    while (!await SeenAsync(scan)) await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, ending.Token);

    reporter.Canceled(TimeProvider.System.GetElapsedTime(asked));
}

async Task<CancelResult> CanceledAsync(SwarmScan scan)
{
    while (true)
    {
        try
        {
            return await coordinator.CancelAsync(scan.Key, ending.Token);
        }
        catch (ScanStoreUnavailableException)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, ending.Token);
        }
    }
}

// Whether its end was seen; not where the store cannot be reached.
async Task<bool> SeenAsync(SwarmScan scan)
{
    try
    {
        await foreach (var _ in coordinator.WatchAsync(scan.Key, cancellationToken: ending.Token))
        {
            // The last snapshot is terminal.
        }

        return true;
    }
    catch (ScanStoreUnavailableException)
    {
        return false;
    }
}
