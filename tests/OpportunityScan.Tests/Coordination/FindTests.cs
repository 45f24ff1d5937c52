using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Coordination;

public sealed class FindTests
{
    [Fact]
    public async Task A_scan_is_found_by_id_by_request_and_as_the_latest_and_the_answer_says_by_whom()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(new GatedStrategy("a"));
        var ticket = await process.StartScanAsync();

        var byId = await process.Scans.FindAsync(ScanQuery.ById(ticket.Key));
        var byRequest = await process.Scans.FindAsync(ScanQuery.ByRequest(Sample.Owner, process.Scans.Plan(Sample.Request).Fingerprint));
        var latest = await process.Scans.FindAsync(ScanQuery.Latest(Sample.Owner));

        (byId.FoundBy, byRequest.FoundBy, latest.FoundBy).Should().Be(("by-id", "by-request", "latest"));
        new[] { byId, byRequest, latest }.Select(static l => l.Snapshot!.Id).Should().AllBeEquivalentTo(ticket.Id);
        latest.Trace.ToString().Should().Be("by-id: Pass, by-request: Pass, latest: Found");
    }

    [Fact]
    public async Task By_request_and_latest_answer_with_the_newest_scan()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(new GatedStrategy("a"), new GatedStrategy("b"));
        var first = await process.StartScanAsync(Sample.Request with { Mode = StartMode.New });
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await process.StartScanAsync(Sample.Request with { Mode = StartMode.New });
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        var other = await process.StartScanAsync(Sample.Request with { Strategies = [new StrategyId("b")] });

        (await process.Scans.FindAsync(ScanQuery.ByRequest(Sample.Owner, first.Snapshot.State.Plan.Fingerprint))).Snapshot!.Id.Should().Be(second.Id);
        (await process.Scans.FindAsync(ScanQuery.Latest(Sample.Owner))).Snapshot!.Id.Should().Be(other.Id);
        (await process.Scans.FindAsync(ScanQuery.Latest(Sample.OtherOwner))).Status.Should().Be(LookupStatus.NotFound);
    }

    [Fact]
    public async Task A_miss_is_explained_and_shows_who_was_asked()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(new GatedStrategy("a"));

        var miss = await process.FindAsync(new ScanKey(Sample.Owner, ScanId.New()));

        (miss.Status, miss.Snapshot, miss.FoundBy).Should().Be((LookupStatus.NotFound, null, null));
        miss.Trace.Should().HaveCount(3).And.OnlyContain(static s => s.Verdict == LookupVerdict.Pass);
    }

    [Fact]
    public async Task A_lookup_during_an_outage_says_so_and_does_not_throw()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(new GatedStrategy("a"));
        var ticket = await process.StartScanAsync();
        world.Store.IsDown = true;

        var down = await process.FindAsync(ticket.Key);

        (down.Status, down.Snapshot).Should().Be((LookupStatus.StoreUnavailable, null));
        down.Trace.Should().Contain(static s => s.Verdict == LookupVerdict.Unavailable);
        (await process.Scans.FindAsync(ScanQuery.Latest(Sample.Owner))).Status.Should().Be(LookupStatus.StoreUnavailable);
        world.Store.IsDown = false;
        (await process.FindAsync(ticket.Key)).IsFound.Should().BeTrue();
    }

    [Fact]
    public async Task The_plan_shows_what_would_be_applied_and_starts_nothing()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(new GatedStrategy("a") { Timeout = TimeSpan.FromSeconds(20) }, new GatedStrategy("b"));

        var plan = process.Scans.Plan(Sample.Request with { Deadline = TimeSpan.FromSeconds(60) });

        plan.Strategies.Select(static s => (s.Id.Value, s.Timeout.TotalSeconds)).Should().Equal(("a", 20), ("b", 60));
        plan.Deadline.Should().Be(TimeSpan.FromSeconds(60));
        (await process.Scans.FindAsync(ScanQuery.Latest(Sample.Owner))).Status.Should().Be(LookupStatus.NotFound);
    }

    [Fact]
    public async Task A_lookup_whose_token_is_canceled_ends_as_canceled()
    {
        await using var world = new ScanHarness();
        world.Store.IsInProcess = false;
        var process = await world.StartAsync(static o => o.RunWorker = false, new GatedStrategy("a"));
        world.Store.IsDown = true; // so that the lookup waits to ask again
        using var source = new CancellationTokenSource();

        var lookup = process.Scans.FindAsync(ScanQuery.Latest(Sample.Owner), source.Token).AsTask();
        await source.CancelAsync();

        await FluentActions.Awaiting(() => Limit.Within(lookup)).Should().ThrowAsync<OperationCanceledException>();
    }
}
