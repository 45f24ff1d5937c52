using System.Collections.Immutable;
using System.Globalization;
using FluentAssertions.Execution;
using OpportunityScan.Redis.Tests.Faults;
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
/// The promise, over many processes and one Redis, whatever comes from outside. For a longer run, or for one that went wrong before:
/// <c>OPPORTUNITYSCAN_SWARM_SECONDS=600 OPPORTUNITYSCAN_SWARM_SEED=17 dotnet test --filter SwarmTests</c>.
/// </summary>
[Collection(ManyProcesses.Name)]
public sealed class SwarmTests(ITestOutputHelper output)
{
    private const int Workers = 4;

    private static readonly FaultKind[] OfProcessesAndStore =
    [
        FaultKind.KillWorker, FaultKind.KillWorker, FaultKind.StopWorker, FaultKind.StopWorker, FaultKind.RestartRedis, FaultKind.StopRedis,
        FaultKind.PauseRedis,
    ];

    private static readonly ImmutableArray<SwarmTraits> Alike = [.. Enumerable.Repeat(SwarmTraits.None, Workers)];
    private static readonly string[] Durable = ["--appendonly", "yes", "--appendfsync", "always"];

    [Fact]
    public async Task Whatever_happens_to_processes_and_store_every_reader_is_told_the_truth() =>
        await RunAsync(15, Alike, new SwarmRedis(await StartAsync(Durable)), OfProcessesAndStore);

    [Fact, Trait("Incident", "E6")]
    public async Task Processes_of_two_versions_share_the_work_and_none_runs_what_it_does_not_know() =>
        await RunAsync(
            8,
            [SwarmTraits.None, SwarmTraits.NextVersion, SwarmTraits.None, SwarmTraits.NextVersion],
            new SwarmRedis(await StartAsync(Durable)),
            FaultKind.KillWorker, FaultKind.KillWorker, FaultKind.StopWorker, FaultKind.RestartRedis);

    [Fact, Trait("Incident", "E5")]
    public async Task An_emptied_store_and_ids_that_are_used_again_never_mix_scans() =>
        await RunAsync(8, Alike, new SwarmRedis(await StartAsync()), FaultKind.EmptyRedis, FaultKind.KillWorker, FaultKind.EmptyRedis);

    [Fact, Trait("Incident", "E5")]
    public async Task A_store_that_went_back_in_time_tells_nothing_that_contradicts_what_it_had_kept() =>
        await RunAsync(8, Alike, new SwarmRedis(await StartAsync()), FaultKind.RewindRedis);

    [Fact, Trait("Incident", "E4")]
    public async Task A_user_of_least_rights_is_enough() => await RunAsync(
        6,
        Alike,
        new SwarmRedis(await StartAsync([.. Durable, "--user", "scans", .. LeastRights.Documented]), user: ",user=scans,password=password"),
        FaultKind.KillWorker, FaultKind.RestartRedis, FaultKind.StopRedis);

    [Fact, Trait("Incident", "E3")]
    public async Task Answers_that_nobody_knows_are_trouble_with_the_store_and_nothing_else()
    {
        var redis = await StartAsync(Durable);
        var link = new StrangeLink(redis.Port);
        await RunAsync(8, Alike, new SwarmRedis(redis, link), FaultKind.AnswerStrangely);
        output.WriteLine($"{link.Replaced} answers were replaced.");
        link.Replaced.Should().BePositive();
    }

    [Fact, Trait("Incident", "E10")]
    public async Task An_old_master_that_comes_back_is_not_listened_to()
    {
        if (RedisProcess.Missing is { } reason) throw new SkipTestException(reason);
        await RunAsync(25, Alike, new SwarmSentinel(await SentinelFleet.StartAsync()), plan: [new Fault(TimeSpan.FromSeconds(3), FaultKind.ReturnMaster, TimeSpan.FromSeconds(1), 0)]);
    }

    [Fact, Trait("Incident", "E9")]
    public async Task Strategies_that_block_threads_hold_up_nobody_and_no_deadline() => await RunAsync(
        8, [.. Enumerable.Repeat(SwarmTraits.Blocks, Workers)], new SwarmRedis(await StartAsync()), plan: [], lateness: TimeSpan.FromSeconds(2));

    private static async Task<RedisProcess> StartAsync(params string[] arguments)
    {
        if (RedisProcess.Missing is { } reason) throw new SkipTestException(reason);
        return await RedisProcess.StartAsync(arguments);
    }

    private Task RunAsync(int seconds, ImmutableArray<SwarmTraits> workers, SwarmStore store, params FaultKind[] turn)
    {
        var plan = Fault.Plan(Setting("SEED", 17), TimeSpan.FromSeconds(Setting("SECONDS", seconds)), workers.Length, turn);
        return RunAsync(seconds, workers, store, plan);
    }

    private async Task RunAsync(int seconds, ImmutableArray<SwarmTraits> workers, SwarmStore store, ImmutableArray<Fault> plan, TimeSpan? lateness = null)
    {
        var (seed, length) = (Setting("SEED", 17), TimeSpan.FromSeconds(Setting("SECONDS", seconds)));
        output.WriteLine($"Seed {seed}, {length.TotalSeconds} seconds, {workers.Length} workers:\n{string.Join('\n', plan)}");
        await using var owned = store;
        await using var swarm = new SwarmRun(store, workers);
        await swarm.RunAsync(plan, length, seed).WaitAsync(length + TimeSpan.FromMinutes(8), TimeProvider.System);

        var history = swarm.History with { Lateness = lateness };
        output.WriteLine(Summary(history));
        output.WriteLine(Cancels([.. swarm.Cancels.Order()]));
        var violations = HistoryChecker.Violations(history);
        if (violations.Count > 0) output.WriteLine(Story(history, violations[0]));
        using var all = new AssertionScope();
        swarm.Broken.Should().BeEmpty();
        violations.Should().BeEmpty();
        (await swarm.OutlivingAsync(SwarmSettings.Retention + SwarmSettings.TombstoneRetention))
            .Should().BeSubsetOf([SwarmRun.Keys.Config.ToString(), SwarmRun.Keys.Measured.ToString(), .. SwarmRun.Keys.Turns.Select(static t => t.ToString())]);
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable("OPPORTUNITYSCAN_SWARM_" + name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>All that was told of the scan that a violation is about, in the order of time.</summary>
    private static string Story(History history, string violation)
    {
        var scan = int.Parse(violation.Split(' ', ':')[1], CultureInfo.InvariantCulture);
        var told = history.Readings.Where(r => r.Scan == scan).OrderBy(r => r.Began).Select(r => $"{r.Answer} life {r.Life} {HistoryChecker.Tell(r)} {string.Join('|', r.Outcomes)}");
        return $"{violation}\nLosses: {string.Join("; ", history.Losses)}\n{string.Join('\n', told.Take(400))}";
    }

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
        var missed = history.Readings.Count(r => r.Answer == LookupStatus.NotFound);
        var lives = history.Readings.Where(r => r.IsFound).Select(r => (r.Scan, r.Life)).Distinct().Count();
        var late = history.Readings.Max(r => r.Late);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{history.Started.Length} scans ({string.Join(", ", statuses)}; {again} taken over; {lives} lives), {history.Readings.Length} readings by "
            + $"{history.Readings.Select(r => r.Process).Distinct().Count()} processes, {unavailable} told StoreUnavailable, {missed} NotFound after a loss; "
            + $"the latest end was {late:0} ms after its deadline.");
    }
}
