using OpportunityScan.Tests.Support;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>
/// A scan whose findings Redis has dropped, as an eviction may, while its record is still there: whoever takes the scan over can end it all the same.
/// </summary>
public sealed class LostFindingsTests
{
    [Fact]
    public async Task A_scan_that_may_not_run_again_ends()
    {
        await using var server = await FragileServer.StartAsync();
        var lost = await DieAndLoseAsync(server, maxAttempts: 1);
        await using var taker = await RedisHost.StartAsync(server.Endpoint, new GatedStrategy("a"));

        var end = await taker.EndOfAsync(lost);

        (end.Status, end.State.EndCause, end.State.Attempt).Should().Be((ScanStatus.Failed, EndCause.AttemptsExhausted, 2));
        end.Progress.Found.Should().Be(1, "what was told is not taken back");
        (await taker.FoundAsync(lost)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_scan_that_runs_again_finds_them_again()
    {
        await using var server = await FragileServer.StartAsync();
        var lost = await DieAndLoseAsync(server, maxAttempts: 3);
        var again = new GatedStrategy("a").Emit(Sample.Opportunity("LOST"), Sample.Opportunity("MORE")).Finish();
        await using var taker = await RedisHost.StartAsync(server.Endpoint, again);

        var end = await taker.EndOfAsync(lost);

        (end.Status, end.State.Attempt, end.Progress.Found).Should().Be((ScanStatus.Completed, 2, 2));
        (await taker.FoundAsync(lost)).Should().HaveCount(2);
    }

    /// <summary>Has a worker find something and die, and Redis drop what was found. The scan is then due.</summary>
    private static async Task<ScanKey> DieAndLoseAsync(FragileServer server, int maxAttempts)
    {
        await using var worker = await RedisHost.StartAsync(
            server.Endpoint,
            o => (o.LeaseDuration, o.MaxAttempts) = (RedisHost.LongLease, maxAttempts),
            new GatedStrategy("a").Emit(Sample.Opportunity("LOST")));
        var ticket = await worker.StartScanAsync();
        await worker.SeenAsync(ticket.Key, static s => s.Progress.Found == 1);
        await worker.KillAsync();
        await worker.LapseAsync(ticket.Key);
        await using var connection = await server.ConnectAsync();
        var dropped = 0L;
        await foreach (var found in connection.GetServers()[0].KeysAsync(pattern: "*}:f:*")) dropped += await connection.GetDatabase().KeyDeleteAsync(found) ? 1 : 0;
        dropped.Should().Be(1);
        return ticket.Key;
    }
}
