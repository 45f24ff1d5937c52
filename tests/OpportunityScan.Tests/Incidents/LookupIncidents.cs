using Microsoft.Extensions.DependencyInjection;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Incidents;

/// <summary>Incidents of lookup and visibility: what was there was said not to be.</summary>
public sealed class LookupIncidents
{
    [Fact]
    [Trait("Incident", "A1")]
    public async Task A_scan_is_found_by_every_process_as_soon_as_its_id_is_known()
    {
        await using var world = new ScanHarness();
        var starter = await world.StartAsync(new GatedStrategy("a"));
        var reader = await world.StartAsync(static o => o.RunWorker = false, new GatedStrategy("a"));

        for (var i = 0; i < 10; i++)
        {
            var ticket = await starter.StartScanAsync(new ScanRequest(new OwnerId("desk-" + i)));
            var found = await reader.FindAsync(ticket.Key);

            found.IsFound.Should().BeTrue("the store acknowledged the whole record before the id was returned");
            found.Snapshot!.Progress.Total.Should().Be(1);
            (await reader.Scans.GetResultsAsync(ticket.Key)).Lookup.IsFound.Should().BeTrue();
            (await reader.Scans.FindAsync(ScanQuery.Latest(ticket.Key.Owner))).Snapshot!.Id.Should().Be(ticket.Id);
        }
    }

    [Fact]
    [Trait("Incident", "A2")]
    public async Task Any_process_answers_for_a_scan_that_another_one_runs()
    {
        await using var world = new ScanHarness();
        world.Store.IsInProcess = false; // as a remote store, with the caches that it brings
        var strategy = new GatedStrategy("a");
        var runner = await world.StartAsync(strategy);
        var reader = await world.StartAsync(static o => o.RunWorker = false, new GatedStrategy("a"));
        var ticket = await runner.StartScanAsync();

        for (var i = 1; i <= 14; i++)
        {
            strategy.Emit(Sample.Opportunity("S" + i));
            var count = i;
            var seen = await reader.SeenAsync(ticket.Key, s => s.Progress.Found == count);
            (await runner.ReadAsync(ticket.Key)).Version.Should().Be(seen.Version);
        }

        strategy.Finish();
        (await reader.EndOfAsync(ticket.Key)).Version.Should().Be((await runner.EndOfAsync(ticket.Key)).Version);
    }

    [Fact]
    [Trait("Incident", "A3")]
    public async Task After_the_last_strategy_settled_status_and_results_stay_for_the_whole_retention()
    {
        await using var world = new ScanHarness();
        var strategies = Enumerable.Range(1, 14).Select(i => Sample.Finds("s" + i, Sample.Opportunity("S" + i))).ToArray();
        var process = await world.StartAsync(strategies);
        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);
        end.Progress.Settled.Should().Be(14);

        for (var waited = TimeSpan.Zero; waited < end.State.Plan.Retention; waited += TimeSpan.FromMinutes(4))
        {
            (await process.FindAsync(end.Key)).IsFound.Should().BeTrue();
            (await process.FoundAsync(end.Key)).Should().HaveCount(14);
            world.Clock.Advance(TimeSpan.FromMinutes(4));
        }
    }

    [Fact]
    [Trait("Incident", "A4")]
    public async Task Status_results_and_every_kind_of_lookup_expire_in_the_same_instant()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(new GatedStrategy("a").Finish());
        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);

        world.Clock.Advance(end.State.Plan.Retention - TimeSpan.FromMilliseconds(1));
        (await AnswersAsync(process, end)).Should().AllBeEquivalentTo(LookupStatus.Found);
        world.Clock.Advance(TimeSpan.FromMilliseconds(1));
        (await AnswersAsync(process, end)).Should().Equal(LookupStatus.Expired, LookupStatus.Expired, LookupStatus.NotFound, LookupStatus.NotFound);
        world.Clock.Advance(end.State.Plan.TombstoneRetention);
        (await AnswersAsync(process, end)).Should().AllBeEquivalentTo(LookupStatus.NotFound);
    }

    [Fact]
    [Trait("Incident", "A5")]
    public async Task A_process_that_cannot_reach_the_store_says_so_and_never_not_found()
    {
        await using var world = new ScanHarness();
        var healthy = await world.StartAsync(new GatedStrategy("a"));
        var lonely = new FaultyScanStore(world.Memory) { IsDown = true };
        var cutOff = await world.ConfigureAsync(builder =>
        {
            builder.Services.Configure<OpportunityScanOptions>(static o => o.RunWorker = false);
            builder.UseStore(_ => lonely).AddStrategy(new GatedStrategy("a"));
        });
        var ticket = await healthy.StartScanAsync();

        for (var poll = 0; poll < 30; poll++)
        {
            (await healthy.FindAsync(ticket.Key)).Status.Should().Be(LookupStatus.Found);
            (await cutOff.FindAsync(ticket.Key)).Status.Should().Be(LookupStatus.StoreUnavailable);
        }

        (await cutOff.Scans.GetResultsAsync(ticket.Key)).Lookup.Status.Should().Be(LookupStatus.StoreUnavailable);
        await cutOff.Invoking(p => p.Scans.CancelAsync(ticket.Key).AsTask()).Should().ThrowAsync<ScanStoreUnavailableException>();
        await cutOff.Invoking(p => p.StartScanAsync()).Should().ThrowAsync<ScanStoreUnavailableException>();
        lonely.IsDown = false;
        (await cutOff.FindAsync(ticket.Key)).Status.Should().Be(LookupStatus.Found);
    }

    [Fact]
    [Trait("Incident", "A6")]
    public async Task The_total_is_there_from_the_first_moment_and_a_completed_scan_shows_all_of_it()
    {
        await using var world = new ScanHarness();
        var strategies = Enumerable.Range(1, 14).Select(i => new GatedStrategy("s" + i)).ToArray();
        var process = await world.StartAsync(strategies);

        var ticket = await process.StartScanAsync();
        (ticket.Snapshot.Progress.Settled, ticket.Snapshot.Progress.Total).Should().Be((0, 14));
        (await process.ReadAsync(ticket.Key)).Progress.Total.Should().Be(14);
        foreach (var strategy in strategies) strategy.Finish();
        var end = await process.EndOfAsync(ticket.Key);

        (end.Status, end.Progress.Settled, end.Progress.Total).Should().Be((ScanStatus.Completed, 14, 14));
    }

    [Fact]
    [Trait("Incident", "A7")]
    public async Task A_scan_that_failed_is_found_with_its_failure()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(Sample.Strategy("broken", static (_, _) => throw new InvalidOperationException("at once")));

        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);

        (await process.FindAsync(end.Key)).Snapshot!.Status.Should().Be(ScanStatus.Failed);
        var results = await process.Scans.GetResultsAsync(end.Key);
        (results.Lookup.Status, results.Items.Length, results.Snapshot!.ZeroReason).Should().Be((LookupStatus.Found, 0, ZeroReason.AllFailed));
        results.Snapshot.Outcomes.Single().ErrorCode.Should().Be(StrategyErrorCodes.Exception);
    }

    [Fact]
    [Trait("Incident", "A8")]
    public async Task An_unknown_id_is_not_answered_with_the_latest_scan()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(new GatedStrategy("a"));
        var ticket = await process.StartScanAsync();

        (await process.FindAsync(new ScanKey(Sample.Owner, ScanId.New()))).Status.Should().Be(LookupStatus.NotFound);
        (await process.Scans.FindAsync(ScanQuery.Latest(Sample.Owner))).Snapshot!.Id.Should().Be(ticket.Id, "latest is a question of its own");
    }

    [Fact]
    [Trait("Incident", "A8")]
    public async Task A_fallback_that_a_host_allows_is_labelled_with_the_policy_that_found_it()
    {
        await using var world = new ScanHarness();
        var process = await world.ConfigureAsync(builder => builder
            .AddStrategy(new GatedStrategy("a"))
            .AddLookupPolicy(_ => new LatestInstead(world.Store), LookupPosition.AfterBuiltIn));
        var ticket = await process.StartScanAsync();

        var found = await process.FindAsync(new ScanKey(Sample.Owner, ScanId.New()));

        (found.Status, found.FoundBy, found.Snapshot!.Id).Should().Be((LookupStatus.Found, "latest-instead", ticket.Id));
    }

    [Fact]
    [Trait("Incident", "A9")]
    public async Task To_anybody_but_its_owner_a_scan_is_not_there()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(new GatedStrategy("a").Finish());
        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);
        var foreign = end.Key with { Owner = Sample.OtherOwner };
        var unknown = new ScanKey(Sample.OtherOwner, ScanId.New());

        (await process.FindAsync(foreign)).Should().Be(await process.FindAsync(unknown));
        (await process.Scans.GetResultsAsync(foreign)).Lookup.Should().Be((await process.Scans.GetResultsAsync(unknown)).Lookup);
        (await process.Scans.CancelAsync(foreign)).Should().Be(await process.Scans.CancelAsync(unknown));
        await process.Invoking(p => p.EndOfAsync(foreign)).Should().ThrowAsync<ScanNotFoundException>();
        world.Clock.Advance(end.State.Plan.Retention);
        (await process.FindAsync(foreign)).Status.Should().Be(LookupStatus.NotFound, "not even that it has expired may be learnt");
    }

    private static async Task<LookupStatus[]> AnswersAsync(ScanProcess process, ScanSnapshot scan) =>
    [
        (await process.FindAsync(scan.Key)).Status,
        (await process.Scans.GetResultsAsync(scan.Key)).Lookup.Status,
        (await process.Scans.FindAsync(ScanQuery.ByRequest(scan.Owner, scan.State.Plan.Fingerprint))).Status,
        (await process.Scans.FindAsync(ScanQuery.Latest(scan.Owner))).Status,
    ];

    /// <summary>A fallback as a host may want it: the owner's latest scan in place of one that is not there.</summary>
    private sealed class LatestInstead(OpportunityScan.Storage.IScanStore store) : IScanLookupPolicy
    {
        public string Name => "latest-instead";

        public bool MayAnswerWithAnotherId => true;

        public async ValueTask<LookupAnswer> LookupAsync(ScanQuery query, CancellationToken cancellationToken) =>
            LookupAnswer.Of(await store.FindLatestAsync(query.Owner, cancellationToken));
    }
}
