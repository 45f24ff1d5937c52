using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Testing;
using OpportunityScan.Redis.Tests.Faults;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.Storage;
using OpportunityScan.StoreConformance;

namespace OpportunityScan.Redis.Tests.Connection;

/// <summary>What a process finds when it starts, and what becomes of it when Redis goes and comes.</summary>
public sealed class StartupTests
{
    [Fact]
    [Trait("Incident", "E5")]
    public async Task A_process_of_another_number_of_partitions_follows_the_store_and_says_so()
    {
        await using var server = await StartAsync();
        using var first = Host(server.Endpoint);
        await first.StartAsync();
        using var second = Host(server.Endpoint, static o => o.Partitions = 8);
        await second.StartAsync();
        var (one, two) = (first.Services.GetRequiredService<IScanStore>(), second.Services.GetRequiredService<IScanStore>());

        foreach (var owner in Enumerable.Range(0, 12))
        {
            var (mine, theirs) = (Sample.Plan(owner: $"owner {owner}"), Sample.Plan(owner: $"owner {owner}", request: "b"));
            await CreateAsync(one, mine);
            await CreateAsync(two, theirs);
            (await two.FindAsync(mine.Key, default)).Should().NotBeNull();
            (await one.FindAsync(theirs.Key, default)).Should().NotBeNull();
        }

        second.Services.GetRequiredService<FakeLogCollector>().GetSnapshot().Should().ContainSingle(r => r.Id.Id == 513);
        await first.StopAsync();
        await second.StopAsync();
    }

    [Fact]
    public async Task A_process_that_starts_while_Redis_is_down_starts_and_heals()
    {
        if (RedisProcess.Missing is { } reason) throw new SkipTestException(reason);
        var port = LoopbackPort.Free();
        using var host = Host($"127.0.0.1:{port}");
        await host.StartAsync();
        var store = host.Services.GetRequiredService<IScanStore>();
        await store.Awaiting(s => s.FindAsync(Sample.Plan().Key, default).AsTask()).Should().ThrowAsync<ScanStoreUnavailableException>();
        host.Services.GetRequiredService<FakeLogCollector>().GetSnapshot().Should().Contain(r => r.Id.Id == 501);

        await using var server = await RedisProcess.StartAtAsync(port);

        await Eventually.AvailableAsync(_ => CreateAsync(store, Sample.Plan()));
        await host.StopAsync();
    }

    [Fact]
    public async Task A_store_whose_Redis_goes_is_unavailable_and_heals_when_it_comes_back()
    {
        var server = await StartAsync();
        using var host = Host(server.Endpoint);
        var store = host.Services.GetRequiredService<IScanStore>();
        var plan = Sample.Plan();
        await CreateAsync(store, plan);
        await server.DisposeAsync();

        await store.Awaiting(s => s.FindAsync(plan.Key, default).AsTask()).Should().ThrowAsync<ScanStoreUnavailableException>();
        await store.Awaiting(s => s.CancelAsync(plan.Key, default).AsTask()).Should().ThrowAsync<ScanStoreUnavailableException>();

        await using var again = await RedisProcess.StartAtAsync(server.Port);
        (await Eventually.AvailableAsync(token => store.FindAsync(plan.Key, token))).Should().BeNull("this Redis keeps nothing on disk");
    }

    [Theory, InlineData("allkeys-lru", true), InlineData("noeviction", false)]
    public async Task An_eviction_policy_that_loses_scans_is_warned_of(string policy, bool warned)
    {
        await using var server = await StartAsync("--maxmemory-policy", policy, "--maxmemory", "100mb");
        using var host = Host(server.Endpoint);
        await host.StartAsync();

        var warnings = host.Services.GetRequiredService<FakeLogCollector>().GetSnapshot().Where(static r => r.Id.Id == 502).ToList();

        warnings.Should().HaveCount(warned ? 1 : 0);
        if (warned) warnings[0].Message.Should().Contain(policy);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_write_that_replicas_must_have_is_reported_when_they_do_not()
    {
        await using var server = await StartAsync();
        using var host = Host(server.Endpoint, static o => (o.ReplicaAcknowledgements, o.ReplicaTimeout, o.Retries) = (1, TimeSpan.FromMilliseconds(50), 0));
        var store = host.Services.GetRequiredService<IScanStore>();

        await store.Awaiting(s => CreateAsync(s, Sample.Plan())).Should().ThrowAsync<ScanStoreUnavailableException>().WithMessage("0 of 1 replicas*");

        await using var replica = await RedisProcess.StartAsync("--replicaof", "127.0.0.1", $"{server.Port}", "--repl-diskless-sync-delay", "0");
        await Eventually.AvailableAsync(_ => CreateAsync(store, Sample.Plan(owner: "bob")));
    }

    private static async Task<RedisProcess> StartAsync(params string[] arguments)
    {
        if (RedisProcess.Missing is { } reason) throw new SkipTestException(reason);
        return await RedisProcess.StartAsync(arguments);
    }

    private static IHost Host(string configuration, Action<RedisStoreOptions>? configure = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.Services.AddFakeLogging();
        builder.Services.AddOpportunityScanning(static o => o.RunWorker = false).UseRedisStore(o =>
        {
            (o.Configuration, o.CommandTimeout) = (configuration, Connections.CommandTimeout);
            configure?.Invoke(o);
        });
        return builder.Build();
    }

    private static async ValueTask<ScanSnapshot> CreateAsync(IScanStore store, ScanPlan plan)
    {
        var created = (await store.CreateAsync(new CreateScan { Plan = plan, MaxActivePerOwner = 100 }, default)).Snapshot;
        created.Should().NotBeNull();
        return created!;
    }
}
