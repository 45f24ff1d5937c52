using OpportunityScan.Redis.Tests.Faults;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Redis.Tests.Hosts;

/// <summary>What one process has learnt of durations, all processes know, also those that run no scans and those that come later.</summary>
public sealed class SharedEstimateTests
{
    [Fact]
    public async Task A_process_that_has_run_nothing_knows_how_long_scans_take()
    {
        if (RedisProcess.Missing is { } reason) throw new SkipTestException(reason);
        await using var server = await RedisProcess.StartAsync();
        await using var worker = await RedisHost.StartAsync(server.Endpoint, Sample.Finds("quick"), Sample.Finds("other"));
        var request = new ScanRequest(new OwnerId("ann"));
        (await worker.Scans.EstimateAsync(request)).Should().BeNull("nothing is known yet");

        for (var i = 0; i < 12; i++) await worker.EndOfAsync((await worker.StartScanAsync()).Key);
        DurationEstimate? known = null;
        await Limit.UntilAsync(async () =>
        {
            await worker.EndOfAsync((await worker.StartScanAsync()).Key); // what is told once a second is told with the next one
            await using var reader = await RedisHost.StartReaderAsync(server.Endpoint, Sample.Finds("quick"), Sample.Finds("other"));
            return known = await reader.Scans.EstimateAsync(request);
        }, static estimate => estimate?.P90 is not null);

        known!.Value.P50.Should().BeGreaterThan(TimeSpan.Zero);
        known.Value.P90.Should().BeGreaterThanOrEqualTo(known.Value.P50);
    }
}
