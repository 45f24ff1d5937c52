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
        var plan = await RetainedAsync(async plan =>
        {
            await EndAsync(plan);
            (await PresentAsync(plan)).Should().Be((true, true, true, true, true));
        });

        await ExpireAsync(plan);

        (await PresentAsync(plan)).Should().Be((false, false, false, false, false));
        (await Another.IsExpiredAsync(plan.Key, default)).Should().BeTrue();
    }

    [Fact]
    public async Task An_expired_scan_is_remembered_for_a_while_and_then_forgotten()
    {
        var plan = ShortPlan();
        var remembered = await Spans.WithinAsync(2 * Fixture.ShortRetention, async tombstone =>
        {
            plan = ShortPlan(id: $"mine.{tombstone.Ticks}") with { TombstoneRetention = tombstone };
            await EndAsync(plan);
            await ExpireAsync(plan);
            (await Store.IsExpiredAsync(plan.Key, default)).Should().BeTrue();
        });

        await Fixture.AdvanceAsync(remembered + Fixture.Tick);

        (await Store.IsExpiredAsync(plan.Key, default)).Should().BeFalse();
        (await CreateAsync(plan)).Status.Should().Be(CreateStatus.Created, "the id is free again");
    }

    [Fact]
    public async Task Without_a_tombstones_retention_nothing_is_remembered()
    {
        var plan = ShortPlan() with { TombstoneRetention = TimeSpan.Zero };
        await EndAsync(plan);
        await ExpireAsync(plan);

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

        await ExpireAsync(queued);
        await ExpireAsync(running);

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
        SampleRunner runner = null!;
        await Spans.WithinAsync(
            Fixture.ShortRetention,
            async _ =>
            {
                await runner.EndAsync();
                (await PresentAsync(plan)).Should().Be((true, true, true, true, true));
            },
            prepare: async retention =>
            {
                plan = Plan() with { Retention = retention };
                runner = await RunAsync(plan);
                await runner.EmitAsync(0, 1);
                await ExpireAsync(plan);
            });
    }

    [Fact]
    public async Task The_id_of_an_expired_scan_stays_taken()
    {
        var plan = ShortPlan(id: "mine");
        await EndAsync(plan);
        await ExpireAsync(plan);

        (await CreateAsync(ShortPlan(id: "mine"))).Status.Should().Be(CreateStatus.IdConflict);
    }

    [Fact]
    public async Task An_expired_scan_is_not_reused()
    {
        var plan = ShortPlan();
        await EndAsync(plan);
        await ExpireAsync(plan);

        (await CreateAsync(ShortPlan(), StartMode.Reuse(Fixture.LongRetention))).Status.Should().Be(CreateStatus.Created);
    }

    [Fact]
    public async Task An_older_scan_is_the_latest_when_the_newer_has_expired()
    {
        var older = await CompleteAsync(Plan());
        await TickAsync();
        var newer = ShortPlan();
        await EndAsync(newer);
        await ExpireAsync(newer);

        (await Another.FindLatestAsync(older.Owner, default))!.Key.Should().Be(older.Key);
        (await Another.FindByRequestAsync(older.Owner, Plan().Fingerprint, default))!.Key.Should().Be(older.Key);
        (await ListAsync(older.Owner)).Should().ContainSingle().Which.Key.Should().Be(older.Key);
        (await CreateAsync(Plan(), StartMode.Reuse(Fixture.LongRetention))).Snapshot!.Key.Should().Be(older.Key);
    }

    [Fact]
    public async Task A_scan_canceled_in_the_queue_expires_like_any_other()
    {
        var plan = await RetainedAsync(async plan =>
        {
            await QueueAsync(plan);
            await Store.CancelAsync(plan.Key, default);
            (await PresentAsync(plan)).Should().Be((true, true, true, true, true));
        });

        await ExpireAsync(plan);

        (await PresentAsync(plan)).Should().Be((false, false, false, false, false));
        (await Store.IsExpiredAsync(plan.Key, default)).Should().BeTrue();
    }

    [Fact, Trait("Incident", "D3")]
    public async Task Nobody_brings_an_expired_scan_back()
    {
        var plan = ShortPlan();
        var runner = await RunAsync(plan);
        await runner.EmitAsync(0, 1);
        var record = runner.Record();
        await runner.EndAsync();
        await ExpireAsync(plan);

        (await runner.StartAsync(0)).Status.Should().NotBe(CommitStatus.Accepted);
        (await Store.RestoreAsync(record, Fixture.LongLease, default)).Status.Should().Be(CommitStatus.Fenced);
        (await Store.CancelAsync(runner.Key, default)).Status.Should().Be(CancelStatus.NotFound);

        (await Another.FindAsync(runner.Key, default)).Should().BeNull();
        (await Another.IsExpiredAsync(runner.Key, default)).Should().BeTrue();
    }

    [Theory, InlineData("a"), InlineData("b"), Trait("Incident", "E5")]
    public async Task An_id_that_is_used_again_without_a_tombstone_is_there_once(string request)
    {
        var keeps = await QueueAsync(Plan(request: "keeps the owner's index alive"));
        var first = ShortPlan(id: "order-1") with { TombstoneRetention = TimeSpan.Zero };
        await EndAsync(first);
        await ExpireAsync(first);
        var again = Plan(id: "order-1", request: request);
        var runner = await RunAsync(again);
        for (var i = 0; i < 8; i++) await QueueAsync(Plan(request: $"clears away {i}"));

        var listed = (await ListAsync(again.Key.Owner)).Select(s => s.Key).ToList();

        (await FindAsync(again.Key)).State.Incarnation.Should().Be(again.Incarnation);
        listed.Should().OnlyHaveUniqueItems().And.HaveCount(10).And.Contain([keeps, again.Key]);
        (await Another.FindByRequestAsync(again.Key.Owner, again.Fingerprint, default))!.Key.Should().Be(again.Key);
        (await CreateAsync(Plan(request: request))).Should().BeEquivalentTo(new { Status = CreateStatus.Joined, Snapshot = new { again.Key } });
        (await runner.EndAsync()).Status.Should().Be(CommitStatus.Accepted);
        (await ListAsync(again.Key.Owner)).Should().HaveCount(10);
    }

    [Fact, Trait("Incident", "E5")]
    public async Task What_points_to_a_lost_scan_does_not_lead_to_another_one_that_has_its_id()
    {
        await RunAsync(Plan(id: "order-1", request: "a"));
        await Fixture.LoseAsync(Plan(id: "order-1").Key);
        var current = await RunAsync(Plan(id: "order-1", request: "b"));

        (await Another.FindByRequestAsync(current.Key.Owner, Plan(request: "a").Fingerprint, default)).Should().BeNull();
        (await CreateAsync(Plan(request: "a"), StartMode.Join)).Status.Should().Be(CreateStatus.Created);
        (await CreateAsync(Plan(request: "a"), StartMode.Replace)).Status.Should().Be(CreateStatus.Replaced);
        (await FindAsync(current.Key)).State.CancelRequestedAt.Should().BeNull();
        (await ListAsync(current.Key.Owner)).Select(s => s.Key).Should().OnlyHaveUniqueItems();
        (await current.EndAsync()).Status.Should().Be(CommitStatus.Accepted);
    }

    /// <summary>Looks at a scan before it expires, and says which one that was: on a slow machine one with a longer retention.</summary>
    private async Task<ScanPlan> RetainedAsync(Func<ScanPlan, Task> look)
    {
        var plan = ShortPlan();
        await Spans.WithinAsync(Fixture.ShortRetention, retention => look(plan = Plan() with { Retention = retention }));
        return plan;
    }

    private Task ExpireAsync(ScanPlan plan) => Fixture.AdvanceAsync(plan.Retention + Fixture.Tick);

    private async Task<(bool ById, bool ByRequest, bool Latest, bool List, bool Results)> PresentAsync(ScanPlan plan) => (
        await Another.FindAsync(plan.Key, default) is not null,
        await Another.FindByRequestAsync(plan.Key.Owner, plan.Fingerprint, default) is not null,
        await Another.FindLatestAsync(plan.Key.Owner, default) is not null,
        (await ListAsync(plan.Key.Owner)).Count > 0,
        await ReadAsync(plan.Key) is not null);
}
