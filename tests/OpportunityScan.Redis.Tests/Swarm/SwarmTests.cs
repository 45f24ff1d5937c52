using System.Globalization;
using FluentAssertions.Execution;
using OpportunityScan.Redis.Keys;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.Swarm.Worker;
using Xunit.Abstractions;

namespace OpportunityScan.Redis.Tests.Swarm;

/// <summary>Nothing else may run beside these: they need the processors for processes of their own.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ManyProcesses
{
    internal const string Name = "many processes";
}

/// <summary>
/// The promise, over many processes and one Redis, while both are killed, stopped and restarted. For a longer run, or for one that went wrong
/// before: <c>OPPORTUNITYSCAN_SWARM_SECONDS=600 OPPORTUNITYSCAN_SWARM_SEED=17 dotnet test --filter SwarmTests</c>.
/// </summary>
[Collection(ManyProcesses.Name)]
public sealed class SwarmTests(ITestOutputHelper output)
{
    private const int Workers = 4;

    [Fact]
    public async Task Whatever_happens_to_processes_and_store_every_reader_is_told_the_truth()
    {
        if (RedisProcess.Missing is { } reason) throw new SkipTestException(reason);
        var (seed, length) = (Setting("SEED", 17), TimeSpan.FromSeconds(Setting("SECONDS", 15)));
        var plan = Fault.Plan(seed, length, Workers);
        output.WriteLine($"Seed {seed}, {length.TotalSeconds} seconds, {Workers} workers:\n{string.Join('\n', plan)}");

        await using var redis = await RedisProcess.StartAsync("--appendonly", "yes", "--appendfsync", "always");
        await using var swarm = new SwarmRun(redis, Workers);
        await swarm.RunAsync(plan, length, seed).WaitAsync(length + TimeSpan.FromMinutes(8), TimeProvider.System);

        var keys = new KeySpace("opportunityscan:", new RedisStoreOptions().Partitions);
        var history = swarm.History;
        output.WriteLine(Summary(history));
        output.WriteLine(Cancels([.. swarm.Cancels.Order()]));
        using var all = new AssertionScope();
        swarm.Broken.Should().BeEmpty();
        HistoryChecker.Violations(history).Should().BeEmpty();
        (await swarm.DueAsync(keys)).Should().Be(0);
        (await swarm.OutlivingAsync(SwarmSettings.Retention + SwarmSettings.TombstoneRetention)).Should().Equal(keys.Config.ToString());
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable("OPPORTUNITYSCAN_SWARM_" + name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static string Cancels(List<TimeSpan> sorted) => sorted.Count == 0 ? "Nothing was canceled." : string.Create(
        CultureInfo.InvariantCulture,
        $"From the wish to cancel in one process to the end seen there, of {sorted.Count} scans of other processes: p50 {sorted[sorted.Count / 2].TotalMilliseconds:0} ms, "
        + $"p99 {sorted[sorted.Count * 99 / 100].TotalMilliseconds:0} ms, longest {sorted[^1].TotalMilliseconds:0} ms.");

    private static string Summary(History history)
    {
        var ends = history.Readings.Where(r => r.IsTerminal).GroupBy(r => r.Scan, (_, of) => of.First()).ToList();
        var statuses = ends.GroupBy(r => r.Status, (status, of) => $"{of.Count()} {status}");
        var again = ends.Count(r => r.Outcomes.Any(o => !o.Contains(" in 1 ", StringComparison.Ordinal)));
        var unavailable = history.Readings.Count(r => r.Answer == LookupStatus.StoreUnavailable);
        return $"{history.Started.Length} scans ({string.Join(", ", statuses)}; {again} taken over), {history.Readings.Length} readings by "
            + $"{history.Readings.Select(r => r.Process).Distinct().Count()} processes, {unavailable} told StoreUnavailable.";
    }
}
