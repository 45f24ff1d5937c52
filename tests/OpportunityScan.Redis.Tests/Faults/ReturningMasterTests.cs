using OpportunityScan.Redis.Tests.Swarm;
using OpportunityScan.Tests.Support;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>After a failover the old master comes back and still takes itself for a master. It gets no writes, and nobody is told what it knows.</summary>
[Trait("Incident", "E10")]
public sealed class ReturningMasterTests
{
    private const int Starts = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    [Fact]
    public async Task A_master_that_is_started_again_as_one_gets_nothing()
    {
        await using var fleet = await SentinelFleet.StartAsync();
        await using var host = await HostAsync(fleet);
        await using var other = await HostAsync(fleet);
        var started = new List<ScanKey> { (await host.StartWhenPossibleAsync(Request(0))).Key };
        await fleet.WaitForReplicaAsync();

        await fleet.Master.KillAsync();
        started.Add((await host.StartWhenPossibleAsync(Request(1))).Key); // by the promoted one
        await fleet.Master.RunAsync(); // nobody has told it otherwise yet: it is a master, and empty
        await StartManyAsync(host, other, started, async () =>
        {
            (await SizeOfMasterAsync(fleet.Master) ?? 0).Should().Be(0, "what is written there is lost when it becomes a replica");
        });

        await AllFoundAsync(other, started);
        host.Logged.Should().Contain(511);
    }

    [Fact]
    public async Task A_master_that_stood_still_and_goes_on_gets_nothing()
    {
        await using var fleet = await SentinelFleet.StartAsync();
        await using var host = await HostAsync(fleet);
        await using var other = await HostAsync(fleet);
        var started = new List<ScanKey> { (await host.StartWhenPossibleAsync(Request(0))).Key };
        await fleet.WaitForReplicaAsync();

        await using (await StoppedProcess.StopAsync(await fleet.Master.ProcessIdAsync()))
            started.Add((await host.StartWhenPossibleAsync(Request(1))).Key);
        await StartManyAsync(host, other, started, static () => Task.CompletedTask);

        await AllFoundAsync(other, started);
    }

    /// <summary>Starts scans for longer than sentinels need to tell the old master, and reads all of them all the time.</summary>
    private static async Task StartManyAsync(RedisHost host, RedisHost other, List<ScanKey> started, Func<Task> meanwhile)
    {
        for (var i = 0; i < Starts; i++, await Task.Delay(Pause, TimeProvider.System))
        {
            started.Add((await host.StartWhenPossibleAsync(Request(started.Count))).Key);
            (await other.FindAsync(started[^2])).Status.Should().BeOneOf(LookupStatus.Found, LookupStatus.StoreUnavailable);
            await meanwhile();
        }
    }

    private static async Task AllFoundAsync(RedisHost reader, List<ScanKey> started)
    {
        foreach (var key in started) (await reader.FoundAsAsync(key, static l => l.Status != LookupStatus.StoreUnavailable)).Status.Should().Be(LookupStatus.Found);
    }

    private static Task<RedisHost> HostAsync(SentinelFleet fleet) => RedisHost.StartAsync(
        static o => o.RunWorker = false, o => (o.Configuration, o.CommandTimeout) = (fleet.Configuration, TimeSpan.FromSeconds(3)), new GatedStrategy("a"));

    private static ScanRequest Request(int number) => Sample.Request with { Owner = new OwnerId("owner-" + number) };

    /// <summary>How many keys a node has while it takes itself for a master; <c>null</c> when it does no more.</summary>
    private static async Task<int?> SizeOfMasterAsync(FragileServer server)
    {
        try
        {
            var size = (int)await server.ExecuteAsync("DBSIZE");
            return ((RedisResult[])(await server.ExecuteAsync("ROLE"))!)[0].ToString() is "master" ? size : null;
        }
        catch (RedisConnectionException)
        {
            return null; // it is told by a sentinel just now, which cuts its connections
        }
    }
}
