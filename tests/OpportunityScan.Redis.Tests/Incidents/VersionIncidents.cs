using System.Collections.Concurrent;
using System.Globalization;
using OpportunityScan.Redis.Tests.Faults;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Redis.Tests.Incidents;

/// <summary>Hosts of two versions that share a Redis.</summary>
public sealed class VersionIncidents
{
    private const int Scans = 60;

    [Fact, Trait("Incident", "E6")]
    public async Task A_worker_that_lacks_a_version_leaves_the_scan_to_one_that_has_it()
    {
        var redis = await RedisHost.SharedAsync();
        var running = new GatedStrategy("b");
        await using var older = await RedisHost.StartAsync(static _ => { }, redis, Finds("a", "1"));
        await using var starter = await RedisHost.StartAsync(static o => o.RunWorker = false, redis, Finds("a", "2"), new GatedStrategy("b"));
        var ticket = await starter.StartScanAsync();
        var known = await older.StartScanAsync();
        await older.EndOfAsync(known.Key);
        (await starter.FindAsync(ticket.Key)).Snapshot!.Status.Should().Be(ScanStatus.Queued);

        await using var newer = await RedisHost.StartAsync(static _ => { }, redis, running.Finish(), Finds("a", "2"));
        var end = await starter.EndOfAsync(ticket.Key);

        (end.Status, end.State.Attempt).Should().Be((ScanStatus.Completed, 1));
        (await starter.FoundAsync(ticket.Key)).Select(static o => o.Symbol).Should().Equal("a:2");
    }

    [Fact, Trait("Incident", "E6")]
    public async Task What_nobody_can_run_ends_with_a_cause_that_says_so()
    {
        var redis = await RedisHost.SharedAsync();
        await using var older = await RedisHost.StartAsync(static _ => { }, redis, Finds("a", "1"));
        await using var starter = await RedisHost.StartAsync(
            static o => (o.RunWorker, o.QueueTimeout) = (false, TimeSpan.FromSeconds(1)), redis, Finds("a", "2"), Finds("b", "1"));

        var end = await starter.EndOfAsync((await starter.StartScanAsync()).Key);

        (end.Status, end.State.EndCause, end.ZeroReason).Should().Be((ScanStatus.TimedOut, EndCause.NotRunnable, ZeroReason.NoStrategyRan));
        end.Outcomes.Should().OnlyContain(static o => o.Status == StrategyStatus.Skipped && o.ErrorCode == StrategyErrorCodes.NotRunnable);
    }

    /// <summary>While one version gives way to the next: strategies are added, removed, renamed and changed while scans are under way.</summary>
    [Fact, Trait("Incident", "E6")]
    public async Task A_fleet_of_two_versions_files_everything_under_the_version_that_was_planned()
    {
        var redis = await RedisHost.SharedAsync();
        IStrategy[] Old() => [Finds("kept", "1"), Finds("changed", "1"), Finds("removed", "1"), Finds("old-name", "1")];
        IStrategy[] New() => [Finds("new-name", "1"), Finds("changed", "2"), Finds("kept", "1"), Finds("added", "1")];
        static void Apply(OpportunityScanOptions o) =>
            (o.MaxConcurrentScans, o.QueueTimeout, o.LeaseDuration, o.Limits.MaxActiveScansPerOwner) = (2, TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(5), 1_000);

        var one = await RedisHost.StartAsync(Apply, redis, Old());
        var two = await RedisHost.StartAsync(Apply, redis, Old());
        var tickets = new ConcurrentBag<ScanTicket>();
        await StartAsync(one, tickets);
        var three = await RedisHost.StartAsync(Apply, redis, New());
        await StartAsync(three, tickets);
        await one.DisposeAsync();
        var four = await RedisHost.StartAsync(Apply, redis, New());
        await StartAsync(two, tickets);
        await StartAsync(four, tickets);
        var ends = new List<ScanSnapshot>();
        foreach (var ticket in tickets) ends.Add(await three.EndOfAsync(ticket.Key));

        ends.Should().HaveCount(4 * Scans).And.OnlyContain(static e => e.Status == ScanStatus.Completed, "each version was there until the end");
        foreach (var end in ends)
        {
            var planned = end.State.Plan.Strategies.Select(static s => $"{s.Id}:{s.Version}");
            (await three.FoundAsync(end.Key)).Select(static o => o.Symbol).Should().BeEquivalentTo(planned);
        }

        foreach (var host in (RedisHost[])[two, three, four]) await host.DisposeAsync();
    }

    /// <summary>Starts many scans, of all strategies that the host has.</summary>
    private static async Task StartAsync(RedisHost host, ConcurrentBag<ScanTicket> tickets)
    {
        for (var i = 0; i < Scans; i++)
        {
            var owner = new OwnerId("desk " + (i % 7).ToString(CultureInfo.InvariantCulture));
            tickets.Add(await host.StartScanAsync(new ScanRequest(owner) { Mode = StartMode.New }));
        }
    }

    /// <summary>A strategy that finds one opportunity, which says what found it.</summary>
    private static DelegatedStrategy Finds(string id, string version) => new(
        new StrategyDescriptor(new StrategyId(id)) { Version = version },
        (_, _) => new[] { Sample.Opportunity($"{id}:{version}") }.ToAsyncEnumerable());
}
