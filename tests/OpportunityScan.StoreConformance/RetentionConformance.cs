using FluentAssertions;
using OpportunityScan.Storage;
using Xunit;

namespace OpportunityScan.StoreConformance;

/// <summary>A scan has one lifetime: everything about it appears together and expires together, and not before it has ended.</summary>
public abstract class RetentionConformance : StoreSuite
{
    [Fact, Trait("Incident", "A3"), Trait("Incident", "A4")]
    public async Task Status_results_and_lookups_expire_together()
    {
        var plan = ShortPlan();
        await CompleteAsync(plan);
        (await PresentAsync(plan)).Should().Be((true, true, true, true, true));

        await ExpireAsync();

        (await PresentAsync(plan)).Should().Be((false, false, false, false, false));
        (await Another.IsExpiredAsync(plan.Key, default)).Should().BeTrue();
    }

    [Fact]
    public async Task An_expired_scan_is_remembered_for_a_while_and_then_forgotten()
    {
        var plan = ShortPlan(id: "mine") with { TombstoneRetention = Fixture.ShortRetention };
        await CompleteAsync(plan);
        await ExpireAsync();
        (await Store.IsExpiredAsync(plan.Key, default)).Should().BeTrue();

        await ExpireAsync();

        (await Store.IsExpiredAsync(plan.Key, default)).Should().BeFalse();
        (await CreateAsync(plan)).Status.Should().Be(CreateStatus.Created, "the id is free again");
    }

    [Fact]
    public async Task Without_a_tombstones_retention_nothing_is_remembered()
    {
        var plan = ShortPlan() with { TombstoneRetention = TimeSpan.Zero };
        await CompleteAsync(plan);
        await ExpireAsync();

        (await Store.FindAsync(plan.Key, default)).Should().BeNull();
        (await Store.IsExpiredAsync(plan.Key, default)).Should().BeFalse();
    }

    [Fact]
    public async Task A_scan_that_is_there_is_not_expired()
    {
        var queued = await QueueAsync(ShortPlan(request: "a"));
        var ended = await CompleteAsync(Plan(request: "b"));

        (await Store.IsExpiredAsync(queued, default)).Should().BeFalse();
        (await Store.IsExpiredAsync(ended.Key, default)).Should().BeFalse();
    }

    [Fact, Trait("Incident", "B5")]
    public async Task An_unfinished_scan_never_expires()
    {
        var queued = ShortPlan(request: "a");
        var running = ShortPlan(request: "b");
        await RunAsync(running, Fixture.ShortLease); // its worker dies
        await TickAsync();
        await QueueAsync(queued);

        await ExpireAsync();
        await ExpireAsync();

        (await FindAsync(queued.Key)).Status.Should().Be(ScanStatus.Queued);
        (await FindAsync(running.Key)).Status.Should().Be(ScanStatus.Running);
        (await ListAsync(queued.Key.Owner)).Should().HaveCount(2);
        (await ClaimAsync()).Should().NotBeNull();
        (await ClaimAsync()).Should().NotBeNull();
    }

    [Fact, Trait("Incident", "B5")]
    public async Task Retention_counts_from_the_end()
    {
        var plan = ShortPlan();
        var runner = await RunAsync(plan);
        await runner.EmitAsync(0, 1);
        await ExpireAsync();

        await runner.EndAsync();

        (await PresentAsync(plan)).Should().Be((true, true, true, true, true));
    }

    [Fact]
    public async Task The_id_of_an_expired_scan_stays_taken()
    {
        await CompleteAsync(ShortPlan(id: "mine"));
        await ExpireAsync();

        (await CreateAsync(ShortPlan(id: "mine"))).Status.Should().Be(CreateStatus.IdConflict);
    }

    [Fact]
    public async Task An_expired_scan_is_not_reused()
    {
        await CompleteAsync(ShortPlan());
        await ExpireAsync();

        (await CreateAsync(ShortPlan(), StartMode.Reuse(Fixture.LongRetention))).Status.Should().Be(CreateStatus.Created);
    }

    [Fact]
    public async Task An_older_scan_is_the_latest_when_the_newer_has_expired()
    {
        var older = await CompleteAsync(Plan());
        await TickAsync();
        await CompleteAsync(ShortPlan());
        await ExpireAsync();

        (await Another.FindLatestAsync(older.Owner, default))!.Key.Should().Be(older.Key);
        (await Another.FindByRequestAsync(older.Owner, Plan().Fingerprint, default))!.Key.Should().Be(older.Key);
        (await ListAsync(older.Owner)).Should().ContainSingle().Which.Key.Should().Be(older.Key);
        (await CreateAsync(Plan(), StartMode.Reuse(Fixture.LongRetention))).Snapshot!.Key.Should().Be(older.Key);
    }

    [Fact]
    public async Task A_scan_canceled_in_the_queue_expires_like_any_other()
    {
        var plan = ShortPlan();
        await QueueAsync(plan);
        await Store.CancelAsync(plan.Key, default);
        (await PresentAsync(plan)).Should().Be((true, true, true, true, true));

        await ExpireAsync();

        (await PresentAsync(plan)).Should().Be((false, false, false, false, false));
        (await Store.IsExpiredAsync(plan.Key, default)).Should().BeTrue();
    }

    [Fact, Trait("Incident", "D3")]
    public async Task Nobody_brings_an_expired_scan_back()
    {
        var runner = await RunAsync(ShortPlan());
        await runner.EmitAsync(0, 1);
        var record = runner.Record();
        await runner.EndAsync();
        await ExpireAsync();

        (await runner.StartAsync(0)).Status.Should().NotBe(CommitStatus.Accepted);
        (await Store.RestoreAsync(record, Fixture.LongLease, default)).Status.Should().Be(CommitStatus.Fenced);
        (await Store.CancelAsync(runner.Key, default)).Status.Should().Be(CancelStatus.NotFound);

        (await Another.FindAsync(runner.Key, default)).Should().BeNull();
        (await Another.IsExpiredAsync(runner.Key, default)).Should().BeTrue();
    }

    private Task ExpireAsync() => Fixture.AdvanceAsync(Fixture.ShortRetention + Fixture.Tick);

    private async Task<(bool ById, bool ByRequest, bool Latest, bool List, bool Results)> PresentAsync(ScanPlan plan) => (
        await Another.FindAsync(plan.Key, default) is not null,
        await Another.FindByRequestAsync(plan.Key.Owner, plan.Fingerprint, default) is not null,
        await Another.FindLatestAsync(plan.Key.Owner, default) is not null,
        (await ListAsync(plan.Key.Owner)).Count > 0,
        await ReadAsync(plan.Key) is not null);
}
