using OpportunityScan.Redis.Tests.Conformance;
using OpportunityScan.Storage;
using OpportunityScan.StoreConformance;
using GatedStrategy = OpportunityScan.Tests.Support.GatedStrategy;
using Limit = OpportunityScan.Tests.Support.Limit;
using Scans = OpportunityScan.Tests.Support.Sample;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>An acknowledged start has the replicas that were asked for, whichever way it came to its scan.</summary>
[Trait("Incident", "E11")]
public sealed class ReplicaTests
{
    [Fact]
    public async Task Every_way_to_an_acknowledged_start_waits_for_the_replica()
    {
        await using var server = await FragileServer.StartAsync();
        await using var connection = await server.ConnectAsync();
        await using var careless = RedisFixture.NewStore(connection, new RedisStoreOptions());
        await using var another = await server.ConnectAsync();
        await using var store = RedisFixture.NewStore(another, Wanting());
        var plan = Sample.Plan(id: "chosen", request: "one");
        var ended = Sample.Plan(id: "ended", request: "two");
        var starts = new Dictionary<CreateStatus, CreateScan>
        {
            [CreateStatus.Created] = Create(Sample.Plan(request: "three")),
            [CreateStatus.Joined] = Create(plan),
            [CreateStatus.Reused] = Create(Sample.Plan(request: "two")) with { Mode = StartMode.Reuse(TimeSpan.FromHours(1)) },
        };
        await careless.CreateAsync(Create(plan), default);
        var claim = new ScanClaim { Worker = "w", Lease = TimeSpan.FromMinutes(5), RunToken = RunId.NewToken() };
        var runner = new SampleRunner(careless, (await careless.CreateAsync(Create(ended) with { Claim = claim }, default)).Claim!, claim.Lease);
        await runner.EndAsync();

        foreach (var start in starts.Values)
            await store.Awaiting(s => s.CreateAsync(start, default).AsTask()).Should().ThrowAsync<ScanStoreUnavailableException>().WithMessage("0 of 1 replicas*");

        await using var replica = await ReplicaAsync(server);
        foreach (var (status, start) in starts)
        {
            var reply = await Limit.UntilAsync(() => AcknowledgedAsync(store, start), static r => r is not null);
            reply!.Value.Status.Should().BeOneOf(status, CreateStatus.Joined);
        }
    }

    [Fact]
    public async Task What_was_refused_for_lack_of_replicas_keeps_no_slot_and_succeeds_once_there_is_one()
    {
        await using var server = await FragileServer.StartAsync();
        var strategy = new GatedStrategy("a").Finish();
        await using var host = await RedisHost.StartAsync(
            static o => o.MaxConcurrentScans = 1,
            o => (o.Configuration, o.ReplicaAcknowledgements, o.ReplicaTimeout, o.Retries) = (server.Endpoint, 1, TimeSpan.FromMilliseconds(100), 0),
            strategy);
        var requests = Enumerable.Range(0, 3).Select(static i => Scans.Request with { Id = new ScanId("order-" + i) }).ToList();

        foreach (var request in requests)
        {
            await host.Awaiting(h => h.StartScanAsync(request)).Should().ThrowAsync<ScanStoreUnavailableException>().WithMessage("0 of 1 replicas*");
            (await host.EndOfAsync(new ScanKey(request.Owner, request.Id!.Value))).State.Should().Match<ScanState>(static s => s.Status == ScanStatus.Completed && s.Lapses == 0);
            await Limit.UntilAsync(() => host.Worker.RunningScans == 0);
            strategy.Finish();
        }

        host.Logged.Count(static id => id == 510).Should().Be(1);
        await host.Awaiting(h => h.StartScanAsync(requests[0])).Should().ThrowAsync<ScanStoreUnavailableException>("there still is no replica");
        await using var replica = await ReplicaAsync(server);
        foreach (var request in requests) (await host.StartWhenPossibleAsync(request)).Id.Should().Be(request.Id!.Value);
    }

    private static RedisStoreOptions Wanting() => new() { ReplicaAcknowledgements = 1, ReplicaTimeout = TimeSpan.FromMilliseconds(100), Retries = 0 };

    private static CreateScan Create(ScanPlan plan) => new() { Plan = plan, MaxActivePerOwner = 100 };

    private static async Task<CreateReply?> AcknowledgedAsync(RedisScanStore store, CreateScan start)
    {
        try
        {
            return await store.CreateAsync(start, default);
        }
        catch (ScanStoreUnavailableException)
        {
            return null;
        }
    }

    private static Task<FragileServer> ReplicaAsync(FragileServer master) => FragileServer.StartAsync(
        "--replicaof", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"127.0.0.1 {master.Port}"), "--repl-diskless-sync-delay", "0");
}
