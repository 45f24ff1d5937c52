using System.Globalization;
using OpportunityScan.Redis.Tests.Conformance;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.Storage;
using OpportunityScan.StoreConformance;

namespace OpportunityScan.Redis.Tests.RoundTrips;

/// <summary>What a claim costs does not depend on how many scans wait that the worker cannot run, as the server counts it.</summary>
public sealed class ClaimCostTests
{
    private const int Few = 200; // some of them in every partition
    private const int Many = 10_000;

    private static readonly StrategySet Old = new(Enumerable.Range(0, 3).Select(static i => (Sample.Strategy(i), "1")));

    [Fact, Trait("Incident", "E14"), Trait("Incident", "E6")]
    public async Task A_claim_costs_the_same_however_many_wait_for_others()
    {
        if (RedisProcess.Missing is { } reason) throw new SkipTestException(reason);
        await using var server = await RedisProcess.StartAsync();
        await using var connection = await server.ConnectAsync();
        await using var store = RedisFixture.NewStore(connection, new RedisStoreOptions());
        await QueueAsync(store, 0, Few, "2");
        await ClaimedAsync(store);
        var few = await CostAsync(server, store);

        await QueueAsync(store, Few, Many, "2");
        await QueueAsync(store, Many, Many + 500, "3"); // another plan that nobody can run
        await using var monitor = await Servers.Monitor.StartAsync(server.Port);
        var first = await monitor.DuringAsync(() => ClaimedAsync(store));
        var many = await CostAsync(server, store);

        first.Count(static c => c.StartsWith("EVAL", StringComparison.Ordinal)).Should().BeLessThan(20, "each scan is looked at once, a thousand in one go");
        many.Should().BeLessThanOrEqualTo(few);
    }

    /// <summary>How many commands the server carried out, in scripts too, for a claim that is given something and one that is not.</summary>
    private static async Task<long> CostAsync(RedisProcess server, RedisScanStore store)
    {
        await QueueAsync(store, -1, 0, "1");
        await server.ExecuteAsync("CONFIG", "RESETSTAT");
        (await ClaimAsync(store)).Should().NotBeNull();
        (await ClaimAsync(store)).Should().BeNull();
        var stats = (string)(await server.ExecuteAsync("INFO", "commandstats"))!;
        string[] clients = ["hello", "client", "config", "info", "ping", "select", "cluster", "sentinel", "echo", "script", "subscribe", "command", "get"];
        return stats.Split("\r\n")
            .Where(static line => line.StartsWith("cmdstat_", StringComparison.Ordinal))
            .Where(line => !clients.Contains(line["cmdstat_".Length..].Split(':', '|')[0], StringComparer.Ordinal))
            .Sum(static line => long.Parse(line.Split("calls=")[1].Split(',')[0], CultureInfo.InvariantCulture));
    }

    private static async Task ClaimedAsync(RedisScanStore store)
    {
        await QueueAsync(store, -1, 0, "1");
        (await ClaimAsync(store)).Should().NotBeNull();
        (await ClaimAsync(store)).Should().BeNull();
    }

    private static async Task<ClaimedScan?> ClaimAsync(RedisScanStore store) =>
        await store.ClaimAsync(Claims.New("worker", TimeSpan.FromMinutes(10)) with { Runnable = Old }, default);

    private static async Task QueueAsync(RedisScanStore store, int first, int end, string version)
    {
        foreach (var some in Enumerable.Range(first, end - first).Chunk(500))
        {
            await Task.WhenAll(some.Select(async i => await store.CreateAsync(
                new CreateScan { Plan = Sample.Plan(owner: $"owner {i % 100}", request: $"{i} {version}").InVersion(version), Mode = StartMode.New, MaxActivePerOwner = 1_000 },
                default)));
        }
    }
}
