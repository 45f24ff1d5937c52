using FluentAssertions;
using OpportunityScan.Storage;
using Xunit;

namespace OpportunityScan.StoreConformance;

/// <summary>A scan exists once create has returned, and there is never one too many.</summary>
public abstract class CreateConformance : StoreSuite
{
    [Fact, Trait("Incident", "A1"), Trait("Incident", "A2")]
    public async Task A_scan_is_found_in_every_way_and_in_every_process_once_create_returned()
    {
        var plan = Plan();
        var reply = await CreateAsync(plan);

        reply.Status.Should().Be(CreateStatus.Created);
        reply.Snapshot!.Key.Should().Be(plan.Key);
        foreach (var store in new[] { Store, Another })
        {
            (await store.FindAsync(plan.Key, default))!.Version.Should().Be(reply.Snapshot.Version);
            (await store.FindByRequestAsync(plan.Key.Owner, plan.Fingerprint, default))!.Key.Should().Be(plan.Key);
            (await store.FindLatestAsync(plan.Key.Owner, default))!.Key.Should().Be(plan.Key);
            (await store.ReadResultsAsync(plan.Key, 0, 10, default))!.Items.Should().BeEmpty();
        }

        (await ListAsync(plan.Key.Owner)).Should().ContainSingle().Which.Key.Should().Be(plan.Key);
    }

    [Fact, Trait("Incident", "A6")]
    public async Task A_new_scan_is_queued_and_knows_all_its_strategies()
    {
        var plan = Plan(strategies: 14);
        await CreateAsync(plan);

        var snapshot = await FindAsync(plan.Key);
        snapshot.Status.Should().Be(ScanStatus.Queued);
        snapshot.Version.Should().Be(1);
        snapshot.Progress.Total.Should().Be(14);
        snapshot.Progress.Pending.Should().Be(14);
        snapshot.State.Attempt.Should().Be(0);
        snapshot.State.DueAt.Should().Be(snapshot.State.CreatedAt);
    }

    [Fact, Trait("Incident", "D1")]
    public async Task Thirty_two_joins_at_once_make_one_scan()
    {
        var replies = await AtOnceAsync(32, async (i, store) => await store.CreateAsync(
            new CreateScan { Plan = Plan(), MaxActivePerOwner = NoLimit, Claim = i % 4 == 0 ? Claims.New($"worker-{i}", Fixture.LongLease) : null },
            default));

        replies.Count(r => r.Status == CreateStatus.Created).Should().Be(1);
        replies.Count(r => r.Status == CreateStatus.Joined).Should().Be(31);
        replies.Select(r => r.Snapshot!.Key).Distinct().Should().ContainSingle();
        (await ListAsync(new OwnerId("ann"))).Should().ContainSingle();
    }

    [Fact]
    public async Task Join_starts_another_when_the_unfinished_one_is_being_canceled()
    {
        var running = await RunAsync(Plan());
        await Store.CancelAsync(running.Key, default);

        var reply = await CreateAsync(Plan());

        reply.Status.Should().Be(CreateStatus.Created);
        reply.Snapshot!.Key.Should().NotBe(running.Key);
    }

    [Fact]
    public async Task Join_finds_an_older_unfinished_one_beside_newer_ones_that_are_not_to_be_joined()
    {
        var oldest = await QueueAsync(Plan());
        await TickAsync();
        var canceled = await RunAsync(Plan());
        await TickAsync();
        await CompleteAsync(Plan());
        await Store.CancelAsync(canceled.Key, default);

        var reply = await CreateAsync(Plan());

        reply.Status.Should().Be(CreateStatus.Joined);
        reply.Snapshot!.Key.Should().Be(oldest);
    }

    [Fact]
    public async Task Join_takes_the_newest_unfinished_one()
    {
        await QueueAsync(Plan());
        await TickAsync();
        var newest = await QueueAsync(Plan());

        (await CreateAsync(Plan())).Snapshot!.Key.Should().Be(newest);
    }

    [Fact, Trait("Incident", "D3")]
    public async Task Join_starts_another_beside_one_that_has_ended_and_leaves_that_as_it_is()
    {
        var ended = await CompleteAsync(Plan());

        var reply = await CreateAsync(Plan());

        reply.Status.Should().Be(CreateStatus.Created);
        reply.Snapshot!.Key.Should().NotBe(ended.Key);
        (await FindAsync(ended.Key)).Version.Should().Be(ended.Version);
        (await ReadAsync(ended.Key))!.Items.Should().HaveCount(3);
    }

    [Fact]
    public async Task A_scan_of_another_owner_or_request_is_not_joined()
    {
        await QueueAsync(Plan());

        (await CreateAsync(Plan(owner: "bob") with { Fingerprint = Plan().Fingerprint })).Status.Should().Be(CreateStatus.Created);
        (await CreateAsync(Plan(request: "b"))).Status.Should().Be(CreateStatus.Created);
    }

    [Fact]
    public async Task A_claim_in_the_same_step_leaves_nothing_to_claim()
    {
        var plan = Plan();
        var reply = await CreateAsync(plan, claim: Claims.New("worker-1", Fixture.LongLease));

        reply.Claim!.State.Attempt.Should().Be(1);
        reply.Claim.State.Worker.Should().Be("worker-1");
        reply.Claim.Found.Should().BeEmpty();
        reply.Snapshot!.Version.Should().Be(reply.Claim.State.Version);
        (await FindAsync(plan.Key)).Status.Should().Be(ScanStatus.Running);
        (await ClaimAsync()).Should().BeNull();
    }

    [Fact]
    public async Task A_claim_is_not_given_with_a_scan_that_is_joined()
    {
        await QueueAsync(Plan());

        var reply = await CreateAsync(Plan(), claim: Claims.New("worker-1", Fixture.LongLease));

        reply.Status.Should().Be(CreateStatus.Joined);
        reply.Claim.Should().BeNull();
        reply.Snapshot!.Status.Should().Be(ScanStatus.Queued);
    }
}
