using System.Globalization;
using System.Text.RegularExpressions;
using OpportunityScan.Redis.Tests.Conformance;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.Storage;
using OpportunityScan.StoreConformance;
using Xunit.Abstractions;

namespace OpportunityScan.Redis.Tests.RoundTrips;

/// <summary>Nobody waits for one owner who replaces very many scans: the server is given short pieces of work.</summary>
public sealed class ReplaceCostTests(ITestOutputHelper output)
{
    private const int Queued = 2_000;

    /// <summary>Of the server's processor time, which a busy machine does not stretch. In one step it took seconds.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task Replacing_two_thousand_queued_scans_is_done_in_short_steps()
    {
        if (RedisProcess.Missing is { } reason) throw new SkipTestException(reason);
        await using var server = await RedisProcess.StartAsync();
        await using var connection = await server.ConnectAsync(isAdmin: true);
        await using var store = RedisFixture.NewStore(connection, new RedisStoreOptions());
        for (var i = 0; i < Queued; i += 100)
        {
            await Task.WhenAll(Enumerable.Range(i, 100).Select(n =>
                store.CreateAsync(new CreateScan { Plan = Sample.Plan(id: $"queued-{n}"), Mode = StartMode.New, MaxActivePerOwner = 10_000 }, default).AsTask()));
        }

        var before = await UsedAsync(server);
        var reply = await store.CreateAsync(new CreateScan { Plan = Sample.Plan(id: "last"), Mode = StartMode.Replace, MaxActivePerOwner = 10 }, default);
        var after = await UsedAsync(server);

        (reply.Status, reply.EndedInQueue).Should().Be((CreateStatus.Replaced, Queued));
        var (steps, each) = (after.Scripts - before.Scripts, (after.Processor - before.Processor) / (after.Scripts - before.Scripts));
        output.WriteLine($"{steps} steps of {each.TotalMilliseconds:0.0} ms each.");
        each.Should().BeLessThan(Bound);
    }

    private static async Task<(TimeSpan Processor, long Scripts)> UsedAsync(RedisProcess server)
    {
        var info = (string)(await server.ExecuteAsync("INFO", "everything"))!;
        var seconds = Number(info, "used_cpu_user:([0-9.]+)") + Number(info, "used_cpu_sys:([0-9.]+)");
        return (TimeSpan.FromSeconds(seconds), (long)(Number(info, "cmdstat_evalsha:calls=([0-9]+)") + Number(info, "cmdstat_eval:calls=([0-9]+)")));
    }

    private static double Number(string info, string pattern) =>
        double.Parse(Regex.Match(info, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10)).Groups[1].Value, CultureInfo.InvariantCulture);
}
