using FluentAssertions;
using OpportunityScan.Storage;
using Xunit;

namespace OpportunityScan.StoreConformance;

/// <summary>What a start does beside scans of the same request, and what it never does to them.</summary>
public abstract class ModeConformance : StoreSuite
{
    [Fact]
    public async Task Reuse_takes_the_completed_one_that_is_young_enough()
    {
        await CompleteAsync(Plan());
        await TickAsync();
        var newer = await CompleteAsync(Plan());

        var reply = await CreateAsync(Plan(), StartMode.Reuse(Fixture.LongLease));

        reply.Status.Should().Be(CreateStatus.Reused);
        reply.Snapshot!.Key.Should().Be(newer.Key);
        reply.Snapshot.Status.Should().Be(ScanStatus.Completed);
    }

    [Fact]
    public async Task Reuse_prefers_the_completed_one_to_one_that_runs()
    {
        var completed = await CompleteAsync(Plan());
        await TickAsync();
        await QueueAsync(Plan());

        (await CreateAsync(Plan(), StartMode.Reuse(Fixture.LongLease))).Snapshot!.Key.Should().Be(completed.Key);
    }

    [Fact]
    public async Task Reuse_does_not_take_one_that_ended_too_long_ago()
    {
        await CompleteAsync(Plan());
        await LapseAsync();

        (await CreateAsync(Plan(), StartMode.Reuse(Fixture.ShortLease))).Status.Should().Be(CreateStatus.Created);
    }

    [Fact]
    public async Task Reuse_counts_from_the_end_of_a_scan_not_from_its_start()
    {
        SampleRunner slow = null!;
        await Spans.WithinAsync(
            Fixture.ShortLease,
            async age =>
            {
                await slow.EndAsync();
                (await CreateAsync(Plan(), StartMode.Reuse(age))).Status.Should().Be(CreateStatus.Reused);
            },
            prepare: async age =>
            {
                slow = await RunAsync(Plan());
                await Fixture.AdvanceAsync(age + Fixture.Tick);
            });
    }

    [Theory, InlineData(StrategyStatus.Failed), InlineData(StrategyStatus.TimedOut)]
    public async Task Reuse_does_not_take_one_that_did_not_complete(StrategyStatus status)
    {
        var failed = await RunAsync(Plan());
        await failed.EndAsync(EndCause.AllSettled, status);
        (await FindAsync(failed.Key)).Status.Should().Be(ScanStatus.Failed);

        (await CreateAsync(Plan(), StartMode.Reuse(Fixture.LongLease))).Status.Should().Be(CreateStatus.Created);
    }

    [Theory, InlineData(StrategyStatus.Failed), InlineData(StrategyStatus.TimedOut), Trait("Incident", "E13")]
    public async Task Reuse_does_not_take_one_in_which_a_strategy_failed_unless_the_mode_accepts_it(StrategyStatus status)
    {
        var partial = await CompleteInPartAsync(status);
        (await FindAsync(partial)).Status.Should().Be(ScanStatus.Completed);

        var accepted = await CreateAsync(Plan(), StartMode.Reuse(Fixture.LongLease) with { AcceptPartial = true });
        var refused = await CreateAsync(Plan(), StartMode.Reuse(Fixture.LongLease));

        accepted.Status.Should().Be(CreateStatus.Reused);
        accepted.Snapshot!.Key.Should().Be(partial);
        refused.Status.Should().Be(CreateStatus.Created);
    }

    [Fact, Trait("Incident", "E13")]
    public async Task Reuse_takes_a_whole_one_that_ended_before_one_in_which_a_strategy_failed()
    {
        var whole = await CompleteAsync(Plan());
        await TickAsync();
        var partial = await CompleteInPartAsync(StrategyStatus.Failed);
        await TickAsync();
        var later = await CompleteInPartAsync(StrategyStatus.Failed);

        (await CreateAsync(Plan(), StartMode.Reuse(Fixture.LongLease))).Snapshot!.Key.Should().Be(whole.Key);
        var accepted = await CreateAsync(Plan(), StartMode.Reuse(Fixture.LongLease) with { AcceptPartial = true });
        accepted.Snapshot!.Key.Should().Be(later).And.NotBe(partial);
    }

    [Fact]
    public async Task Reuse_joins_when_there_is_nothing_to_reuse()
    {
        var queued = await QueueAsync(Plan());

        var reply = await CreateAsync(Plan(), StartMode.Reuse(TimeSpan.MaxValue));

        reply.Status.Should().Be(CreateStatus.Joined);
        reply.Snapshot!.Key.Should().Be(queued);
    }

    [Fact, Trait("Incident", "D4")]
    public async Task New_starts_another_beside_one_that_runs_and_leaves_that_as_it_is()
    {
        var running = await RunAsync(Plan());
        var before = await FindAsync(running.Key);

        (await CreateAsync(Plan(), StartMode.New)).Status.Should().Be(CreateStatus.Created);

        var after = await FindAsync(running.Key);
        after.Version.Should().Be(before.Version);
        after.State.CancelRequestedAt.Should().BeNull();
    }

    [Fact, Trait("Incident", "D4")]
    public async Task Replace_cancels_every_unfinished_one_of_the_request_and_no_other()
    {
        var queued = await QueueAsync(Plan());
        var running = await RunAsync(Plan());
        await running.EmitAsync(0, 2);
        var other = await RunAsync(Plan(request: "b"));

        var reply = await CreateAsync(Plan(), StartMode.Replace);

        reply.Status.Should().Be(CreateStatus.Replaced);
        reply.Snapshot!.Key.Should().NotBe(running.Key);
        (await FindAsync(queued)).Status.Should().Be(ScanStatus.Canceled);
        var replaced = await FindAsync(running.Key);
        replaced.Status.Should().Be(ScanStatus.Running, "it is canceled once its runner has stopped");
        replaced.State.CancelRequestedAt.Should().NotBeNull();
        replaced.Progress.Found.Should().Be(2);
        (await FindAsync(other.Key)).State.CancelRequestedAt.Should().BeNull();
    }

    [Fact, Trait("Incident", "D3")]
    public async Task Replace_leaves_one_that_has_ended_as_it_is()
    {
        var ended = await CompleteAsync(Plan());

        (await CreateAsync(Plan(), StartMode.Replace)).Status.Should().Be(CreateStatus.Created);

        (await FindAsync(ended.Key)).Version.Should().Be(ended.Version);
        (await ReadAsync(ended.Key))!.Items.Should().HaveCount(3);
    }

    [Fact]
    public async Task Replace_ends_all_that_are_queued_however_many_and_says_how_many()
    {
        var running = await RunAsync(Plan());
        var queued = new List<ScanKey>();
        for (var i = 0; i < 100; i++) queued.Add((await CreateAsync(Plan(), StartMode.New)).Snapshot!.Key);

        var reply = await CreateAsync(Plan(), StartMode.Replace);

        (reply.Status, reply.EndedInQueue).Should().Be((CreateStatus.Replaced, queued.Count));
        foreach (var key in queued) (await FindAsync(key)).Status.Should().Be(ScanStatus.Canceled);
        (await FindAsync(running.Key)).State.CancelRequestedAt.Should().NotBeNull();
        (await FindAsync(reply.Snapshot!.Key)).Should().Match<ScanSnapshot>(static s => s.Status == ScanStatus.Queued && s.State.CancelRequestedAt == null);
        (await CreateAsync(Plan(), StartMode.Join)).Snapshot!.Key.Should().Be(reply.Snapshot.Key);
        (await CreateAsync(Plan(), StartMode.Replace)).EndedInQueue.Should().Be(1);
    }

    [Fact]
    public async Task Replace_makes_room_for_itself_where_the_owner_has_too_many()
    {
        for (var i = 0; i < 50; i++) await CreateAsync(Plan(), StartMode.New);

        var reply = await Store.CreateAsync(new CreateScan { Plan = Plan(), Mode = StartMode.Replace, MaxActivePerOwner = 1 }, default);

        (reply.Status, reply.EndedInQueue).Should().Be((CreateStatus.Replaced, 50));
        (await Store.CreateAsync(new CreateScan { Plan = Plan(), Mode = StartMode.New, MaxActivePerOwner = 1 }, default)).Status.Should().Be(CreateStatus.OwnerLimit);
    }

    [Fact]
    public async Task Replaces_at_once_leave_one_that_is_not_being_canceled()
    {
        await AtOnceAsync(16, async (_, store) =>
            await store.CreateAsync(new CreateScan { Plan = Plan(), Mode = StartMode.Replace, MaxActivePerOwner = NoLimit }, default));

        var all = await ListAsync(new OwnerId("ann"));
        all.Should().HaveCount(16);
        all.Count(s => s.Status == ScanStatus.Queued).Should().Be(1);
        all.Count(s => s.Status == ScanStatus.Canceled).Should().Be(15);
    }

    private async Task<ScanKey> CompleteInPartAsync(StrategyStatus status)
    {
        var runner = await RunAsync(Plan());
        await runner.SettleAsync(0, status);
        await runner.EndAsync();
        return runner.Key;
    }
}
