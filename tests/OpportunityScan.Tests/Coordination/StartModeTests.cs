using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Coordination;

public sealed class StartModeTests
{
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Join_takes_the_running_scan_of_the_same_request_and_starts_one_when_there_is_none()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(strategy);

        var created = await process.StartScanAsync();
        var joined = await process.StartScanAsync();
        strategy.Finish();
        await process.EndOfAsync(created.Key);
        var next = await process.StartScanAsync();

        (created.Disposition, joined.Disposition, next.Disposition).Should().Be((StartDisposition.Created, StartDisposition.Joined, StartDisposition.Created));
        joined.Id.Should().Be(created.Id);
        next.Id.Should().NotBe(created.Id);
    }

    [Fact]
    public async Task Join_takes_a_queued_scan_as_well_but_not_one_that_is_being_canceled()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a") { IgnoresCancellation = true };
        var process = await world.StartAsync(static o => o.MaxConcurrentScans = 1, strategy);
        var running = await process.StartScanAsync();
        await strategy.RunAsync();
        await process.Scans.CancelAsync(running.Key);

        var queued = await process.StartScanAsync();
        var joined = await process.StartScanAsync();

        queued.Disposition.Should().Be(StartDisposition.Created);
        queued.Snapshot.Status.Should().Be(ScanStatus.Queued);
        (joined.Disposition, joined.Id).Should().Be((StartDisposition.Joined, queued.Id));
        strategy.Finish();
    }

    [Fact]
    public async Task Reuse_takes_a_completed_scan_that_is_young_enough()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(new GatedStrategy("a").Finish().Finish());
        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);

        world.Clock.Advance(Young);
        var reused = await process.StartScanAsync(Sample.Request with { Mode = StartMode.Reuse(Young) });
        world.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var tooOld = await process.StartScanAsync(Sample.Request with { Mode = StartMode.Reuse(Young) });

        (reused.Disposition, reused.Id).Should().Be((StartDisposition.Reused, end.Id));
        (reused.Snapshot.Version, reused.Snapshot.State.EndedAt).Should().Be((end.Version, end.State.EndedAt));
        tooOld.Disposition.Should().Be(StartDisposition.Created);
    }

    [Fact]
    public async Task Reuse_joins_a_running_scan_and_never_takes_one_that_failed()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a").Fail(new InvalidOperationException("broken"));
        var process = await world.StartAsync(strategy);
        var failed = await process.EndOfAsync((await process.StartScanAsync()).Key);

        var created = await process.StartScanAsync(Sample.Request with { Mode = StartMode.Reuse(Young) });
        var joined = await process.StartScanAsync(Sample.Request with { Mode = StartMode.Reuse(Young) });

        failed.Status.Should().Be(ScanStatus.Failed);
        (created.Disposition, joined.Disposition).Should().Be((StartDisposition.Created, StartDisposition.Joined));
        joined.Id.Should().Be(created.Id);
    }

    [Fact]
    public async Task New_starts_another_scan_beside_the_running_one()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(strategy);
        var first = await process.StartScanAsync();

        var second = await process.StartScanAsync(Sample.Request with { Mode = StartMode.New });
        strategy.Finish().Finish();

        second.Disposition.Should().Be(StartDisposition.Created);
        second.Id.Should().NotBe(first.Id);
        (await process.EndOfAsync(first.Key)).Status.Should().Be(ScanStatus.Completed);
        (await process.EndOfAsync(second.Key)).Status.Should().Be(ScanStatus.Completed);
    }

    [Fact]
    public async Task Replace_cancels_the_running_scan_and_starts_another_id()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(strategy.Emit(Sample.Opportunity("OLD")));
        var old = await process.StartScanAsync();
        await process.SeenAsync(old.Key, static s => s.Progress.Found == 1);

        var replaced = await process.StartScanAsync(Sample.Request with { Mode = StartMode.Replace });
        var end = await process.EndOfAsync(old.Key);
        strategy.Finish();

        replaced.Disposition.Should().Be(StartDisposition.Replaced);
        replaced.Id.Should().NotBe(old.Id);
        (end.Status, end.Progress.Found).Should().Be((ScanStatus.Canceled, 1));
        (await process.EndOfAsync(replaced.Key)).Status.Should().Be(ScanStatus.Completed);
        (await process.StartScanAsync(Sample.Request with { Mode = StartMode.Replace })).Disposition.Should().Be(StartDisposition.Created, "nothing runs");
    }

    [Fact]
    public async Task An_owner_cannot_have_more_unfinished_scans_than_the_limit()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(static o => o.Limits.MaxActiveScansPerOwner = 2, strategy);
        var another = Sample.Request with { Mode = StartMode.New };
        await process.StartScanAsync(another);
        await process.StartScanAsync(another);

        var refused = (await process.Invoking(p => p.StartScanAsync(another)).Should().ThrowAsync<ScanRejectedException>()).Which;

        refused.Kind.Should().Be(RejectionKind.OwnerLimit);
        refused.Message.Should().Contain("2 unfinished scans");
        (await process.StartScanAsync(new ScanRequest(Sample.OtherOwner))).Disposition.Should().Be(StartDisposition.Created);
        (await process.StartScanAsync(Sample.Request with { Mode = StartMode.Replace })).Disposition.Should().Be(StartDisposition.Replaced);
    }

    [Fact]
    public async Task A_full_queue_refuses_a_start_and_nothing_is_stored()
    {
        await using var world = new ScanHarness(new InMemoryStoreOptions { MaxQueuedScans = 1 });
        var process = await world.StartAsync(static o => o.RunWorker = false, new GatedStrategy("a"));
        await process.StartScanAsync();
        var refusedId = new ScanId("refused");

        var refused = await process.Invoking(p => p.StartScanAsync(Sample.Request with { Mode = StartMode.New, Id = refusedId }))
            .Should().ThrowAsync<ScanRejectedException>();

        refused.Which.Kind.Should().Be(RejectionKind.QueueFull);
        (await process.FindAsync(new ScanKey(Sample.Owner, refusedId))).Status.Should().Be(LookupStatus.NotFound);
    }
}
