using System.Collections.Immutable;
using OpportunityScan.Storage;
using OpportunityScan.StoreConformance;

namespace OpportunityScan.Tests.Storage;

public sealed class InMemoryEdgeTests : InMemoryStoreTest
{
    [Fact]
    public async Task A_lease_lapses_at_its_instant_and_not_a_tick_before()
    {
        await RunAsync(Sample.Plan());
        Fixture.Clock.Advance(Fixture.LongLease - TimeSpan.FromTicks(1));
        (await Store.ClaimAsync(Claims.New("worker-2", Fixture.LongLease), default)).Should().BeNull();

        Fixture.Clock.Advance(TimeSpan.FromTicks(1));
        (await Store.ClaimAsync(Claims.New("worker-2", Fixture.LongLease), default)).Should().NotBeNull();
    }

    [Fact, Trait("Incident", "A4")]
    public async Task Retention_ends_at_its_instant_and_not_a_tick_before()
    {
        var plan = Sample.Plan();
        await CompleteAsync(plan);
        Fixture.Clock.Advance(plan.Retention - TimeSpan.FromTicks(1));
        (await Store.FindAsync(plan.Key, default)).Should().NotBeNull();
        (await Store.IsExpiredAsync(plan.Key, default)).Should().BeFalse();

        Fixture.Clock.Advance(TimeSpan.FromTicks(1));
        (await Store.FindAsync(plan.Key, default)).Should().BeNull();
        (await Store.IsExpiredAsync(plan.Key, default)).Should().BeTrue();

        Fixture.Clock.Advance(plan.TombstoneRetention);
        (await Store.IsExpiredAsync(plan.Key, default)).Should().BeFalse();
    }

    [Fact]
    public async Task Scans_of_equal_instants_are_claimed_and_listed_in_the_order_of_their_creation()
    {
        var keys = new List<ScanKey>();
        for (var i = 0; i < 10; i++) keys.Add((await CreateAsync(Sample.Plan(request: $"request {i}"))).Snapshot!.Key);

        (await Store.FindLatestAsync(keys[0].Owner, default))!.Key.Should().Be(keys[^1]);
        (await Store.ListAsync(keys[0].Owner, default).Select(s => s.Key).ToListAsync()).Should().Equal(Enumerable.Reverse(keys));
        foreach (var key in keys)
        {
            (await Store.ClaimAsync(Claims.New("worker-1", Fixture.LongLease), default))!.State.Plan.Key.Should().Be(key);
        }
    }

    [Fact]
    public async Task Of_lapsed_scans_the_one_that_lapsed_first_is_claimed_first_whatever_was_renewed_when()
    {
        var first = await RunAsync(Sample.Plan(request: "a"));
        var second = await RunAsync(Sample.Plan(request: "b"));
        await Store.RenewAsync(first.Key, first.Run, TimeSpan.FromMinutes(30), default);
        await Store.RenewAsync(second.Key, second.Run, TimeSpan.FromMinutes(20), default);
        Fixture.Clock.Advance(TimeSpan.FromHours(1));

        (await Store.ClaimAsync(Claims.New("worker-2", Fixture.LongLease), default))!.State.Plan.Key.Should().Be(second.Key);
        (await Store.ClaimAsync(Claims.New("worker-2", Fixture.LongLease), default))!.State.Plan.Key.Should().Be(first.Key);
    }

    [Fact, Trait("Incident", "D3")]
    public async Task A_late_commit_to_a_scan_evicted_early_is_fenced_not_missing()
    {
        Use(new InMemoryStoreOptions { MaxRetainedScans = 1 });
        var runner = await RunAsync(Sample.Plan());
        var end = runner.Ending();
        await runner.SendAsync(end);
        await CompleteAsync(Sample.Plan());

        (await Store.CommitAsync(end, default)).Status.Should().Be(CommitStatus.Fenced);
        (await Store.RestoreAsync(runner.Record(), Fixture.LongLease, default)).Status.Should().Be(CommitStatus.Fenced);
    }

    [Fact]
    public async Task A_commit_with_chunks_that_belong_nowhere_is_refused_whole()
    {
        var runner = await RunAsync(Sample.Plan());

        foreach (var chunk in new OpportunityChunk[] { new(3, []), new(-1, []), new(0, default) })
        {
            var commit = runner.Next(runner.Settled(0, StrategyStatus.Succeeded)) with { Chunks = [Sample.Chunk(0, 0, 1), chunk] };
            (await Store.CommitAsync(commit, default)).Status.Should().Be(CommitStatus.Invalid);
        }

        (await Store.ReadResultsAsync(runner.Key, 0, 1, default))!.Items.Should().BeEmpty();
        (await Store.FindAsync(runner.Key, default))!.Progress.Settled.Should().Be(0);
    }

    [Fact]
    public async Task A_commit_that_leaves_its_lists_unset_says_nothing_new()
    {
        var runner = await RunAsync(Sample.Plan());
        var commit = runner.Next() with { Changes = default, Chunks = default };

        (await Store.CommitAsync(commit, default)).Should().Be(new CommitReply(CommitStatus.Accepted, 3));
        (await Store.CommitAsync(runner.Ending() with { Sequence = 2, End = new ScanEnd(EndCause.AllSettled, default) }, default)).Status.Should().Be(CommitStatus.Accepted);
        (await Store.ReadResultsAsync(runner.Key, 0, 1, default))!.Items.Should().Equal(ImmutableArray<AcceptedOpportunity>.Empty);
    }

    [Fact]
    public async Task Only_a_running_scan_is_restored()
    {
        var queued = OpportunityScan.State.ScanMachine.Create(Sample.Plan(), Sample.Instant);

        (await Store.RestoreAsync(new ScanRecord(queued, [], [], null), Fixture.LongLease, default)).Status.Should().Be(CommitStatus.Invalid);
        (await Store.FindAsync(queued.Plan.Key, default)).Should().BeNull();
    }

    [Fact]
    public async Task A_restored_scan_takes_its_old_place_among_the_owners()
    {
        var lost = await RunAsync(Sample.Plan(request: "a"));
        Fixture.Clock.Advance(Fixture.Tick);
        var newer = (await CreateAsync(Sample.Plan(request: "b"))).Snapshot!.Key;
        await Fixture.LoseAsync(lost.Key);

        await Store.RestoreAsync(lost.Record(), Fixture.LongLease, default);

        (await Store.FindLatestAsync(newer.Owner, default))!.Key.Should().Be(newer);
        (await Store.ListAsync(newer.Owner, default).Select(s => s.Key).ToListAsync()).Should().Equal(newer, lost.Key);
    }

    [Fact]
    public async Task A_list_is_a_copy_of_one_instant_and_ends_with_its_token()
    {
        await CreateAsync(Sample.Plan());
        await CreateAsync(Sample.Plan());
        using var ending = new CancellationTokenSource();
        var seen = new List<ScanStatus>();

        var listing = async () =>
        {
            await foreach (var summary in Store.ListAsync(new OwnerId("ann"), default).WithCancellation(ending.Token))
            {
                seen.Add(summary.Status);
                await ending.CancelAsync();
            }
        };

        await listing.Should().ThrowAsync<OperationCanceledException>();
        seen.Should().ContainSingle();
    }
}
