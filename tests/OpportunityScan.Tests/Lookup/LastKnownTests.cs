using OpportunityScan.Lookup;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Lookup;

/// <summary>What is shown of a scan while the store is out of reach.</summary>
public sealed class LastKnownTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    [Fact]
    public async Task What_was_read_last_stands_beside_the_answer_and_never_in_its_place()
    {
        await using var world = new ScanHarness();
        world.Store.IsInProcess = false;
        var strategy = new GatedStrategy("a").Emit(Sample.Opportunity("IBM"));
        var process = await world.StartAsync(strategy);
        var ticket = await process.StartScanAsync();
        var seen = await process.SeenAsync(ticket.Key, static s => s.Progress.Found == 1);
        (await process.FindAsync(ticket.Key)).LastKnown.Should().BeNull("the scan itself is there");

        world.Store.IsDown = true;
        var found = await world.AdvanceUntilAsync(process.FindAsync(ticket.Key), Step);
        var results = await process.Scans.GetResultsAsync(ticket.Key);

        (found.Status, found.Snapshot, found.IsFound, found.FoundBy).Should().Be((LookupStatus.StoreUnavailable, null, false, null));
        found.LastKnown!.Version.Should().Be(seen.Version);
        (results.Snapshot, results.Items.Length, results.Lookup.LastKnown!.Version).Should().Be((null, 0, seen.Version));
        world.Store.IsDown = false;
        (await process.FindAsync(ticket.Key)).LastKnown.Should().BeNull();
    }

    [Fact]
    public async Task A_lookup_shows_a_scan_as_found_or_as_last_known_and_never_as_both()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(new GatedStrategy("a"));
        var scan = (await process.StartScanAsync()).Snapshot;

        (ScanSnapshot? Snapshot, ScanSnapshot? LastKnown) Shown(LookupStatus status)
        {
            var lookup = new ScanLookup(status, scan, default);
            return (lookup.Snapshot, lookup.LastKnown);
        }

        Shown(LookupStatus.Found).Should().Be((scan, null));
        Shown(LookupStatus.StoreUnavailable).Should().Be((null, scan));
        Shown(LookupStatus.NotFound).Should().Be((null, null));
        Shown(LookupStatus.Expired).Should().Be((null, null));
    }

    [Fact]
    public async Task Another_owner_and_another_id_see_nothing_of_it()
    {
        await using var world = new ScanHarness();
        world.Store.IsInProcess = false;
        var process = await world.StartAsync(new GatedStrategy("a"));
        var ticket = await process.StartScanAsync();
        world.Store.IsDown = true;

        foreach (var key in new[] { ticket.Key with { Owner = Sample.OtherOwner }, ticket.Key with { Id = ScanId.New() } })
        {
            var found = await world.AdvanceUntilAsync(process.FindAsync(key), Step);
            (found.Status, found.LastKnown).Should().Be((LookupStatus.StoreUnavailable, null));
        }

        var latest = await world.AdvanceUntilAsync(process.Scans.FindAsync(ScanQuery.Latest(Sample.OtherOwner)).AsTask(), Step);
        latest.LastKnown.Should().BeNull();
        (await world.AdvanceUntilAsync(process.FindAsync(ticket.Key), Step)).LastKnown!.Id.Should().Be(ticket.Id, "a start is known as well");
    }

    [Fact]
    public async Task It_is_bounded_keeps_the_newest_and_forgets_what_has_expired()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(strategy);
        var started = (await process.StartScanAsync()).Snapshot;
        strategy.Finish();
        var end = await process.EndOfAsync(started.Key);
        var known = new LastKnownScans(capacity: 10, world.Clock);

        known.Remember(end);
        known.Remember(started);
        known.Of(end.Key)!.Version.Should().Be(end.Version, "an older reading does not replace a newer one");
        world.Clock.Advance(end.Plan.Retention);
        known.Of(end.Key).Should().BeNull();

        var all = new List<ScanKey>();
        for (var i = 0; i < 30; i++)
        {
            var snapshot = (await process.StartScanAsync(new ScanRequest(new OwnerId("desk-" + i)))).Snapshot;
            known.Remember(snapshot);
            all.Add(snapshot.Key);
        }

        all.Count(k => known.Of(k) is not null).Should().BeInRange(5, 10);
        known.Of(all[^1]).Should().NotBeNull();
    }
}
