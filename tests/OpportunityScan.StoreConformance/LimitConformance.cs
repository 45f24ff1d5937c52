using FluentAssertions;
using OpportunityScan.Storage;
using Xunit;

namespace OpportunityScan.StoreConformance;

/// <summary>Ids that are taken, and owners that have enough.</summary>
public abstract class LimitConformance : StoreSuite
{
    [Theory, InlineData(StartModeKind.Join), InlineData(StartModeKind.New), InlineData(StartModeKind.Replace)]
    public async Task The_same_id_with_the_same_request_is_the_same_scan(StartModeKind kind)
    {
        var mode = kind switch { StartModeKind.New => StartMode.New, StartModeKind.Replace => StartMode.Replace, _ => StartMode.Join };
        var runner = await RunAsync(Plan(id: "mine"));

        var joined = await CreateAsync(Plan(id: "mine"), mode);
        await runner.EndAsync();
        var reused = await CreateAsync(Plan(id: "mine"), mode);

        joined.Status.Should().Be(CreateStatus.Joined);
        joined.Snapshot!.State.CancelRequestedAt.Should().BeNull();
        reused.Status.Should().Be(CreateStatus.Reused);
        reused.Snapshot!.Status.Should().Be(ScanStatus.Completed);
        (await ListAsync(runner.Key.Owner)).Should().ContainSingle();
    }

    [Fact]
    public async Task The_same_id_with_another_request_is_refused()
    {
        var key = await QueueAsync(Plan(id: "mine"));

        var reply = await CreateAsync(Plan(id: "mine", request: "b"));

        reply.Status.Should().Be(CreateStatus.IdConflict);
        reply.Snapshot.Should().BeNull();
        (await FindAsync(key)).Version.Should().Be(1);
        (await Another.FindByRequestAsync(key.Owner, Plan(request: "b").Fingerprint, default)).Should().BeNull();
    }

    [Fact]
    public async Task The_same_id_many_times_at_once_is_one_scan()
    {
        var replies = await AtOnceAsync(32, async (i, store) => await store.CreateAsync(
            new CreateScan { Plan = Plan(id: "mine"), Mode = i % 2 == 0 ? StartMode.New : StartMode.Replace, MaxActivePerOwner = NoLimit }, default));

        replies.Count(r => r.Status == CreateStatus.Created).Should().Be(1);
        replies.Count(r => r.Status == CreateStatus.Joined).Should().Be(31);
    }

    [Fact]
    public async Task The_owners_limit_counts_unfinished_scans_of_that_owner()
    {
        await QueueAsync(Plan(request: "a"));
        await RunAsync(Plan(request: "b"));
        await CompleteAsync(Plan(request: "c"));

        var refused = await CreateAsync(Plan(request: "d"), maxActive: 2);

        refused.Status.Should().Be(CreateStatus.OwnerLimit);
        refused.Snapshot.Should().BeNull();
        (await CreateAsync(Plan(request: "d"), maxActive: 3)).Status.Should().Be(CreateStatus.Created);
        (await CreateAsync(Plan(owner: "bob"), maxActive: 1)).Status.Should().Be(CreateStatus.Created);
    }

    [Fact]
    public async Task A_scan_that_is_being_canceled_or_has_ended_no_longer_counts()
    {
        var running = await RunAsync(Plan(request: "a"));
        (await CreateAsync(Plan(request: "b"), maxActive: 1)).Status.Should().Be(CreateStatus.OwnerLimit);

        await Store.CancelAsync(running.Key, default);
        var second = await CreateAsync(Plan(request: "b"), maxActive: 1, claim: Claims.New("worker-1", Fixture.LongLease));
        second.Status.Should().Be(CreateStatus.Created);
        await running.EndAsync(EndCause.CancelRequested, StrategyStatus.Canceled);
        (await CreateAsync(Plan(request: "c"), maxActive: 1)).Status.Should().Be(CreateStatus.OwnerLimit, "ending a canceled scan frees nothing twice");

        await new SampleRunner(Store, second.Claim!, Fixture.LongLease).EndAsync();
        (await CreateAsync(Plan(request: "c"), maxActive: 1)).Status.Should().Be(CreateStatus.Created);
    }

    [Fact]
    public async Task The_owners_limit_refuses_nothing_that_is_not_stored()
    {
        var key = await QueueAsync(Plan(id: "mine"));

        (await CreateAsync(Plan(), maxActive: 1)).Status.Should().Be(CreateStatus.Joined);
        (await CreateAsync(Plan(id: "mine"), StartMode.New, maxActive: 1)).Snapshot!.Key.Should().Be(key);
    }

    [Fact]
    public async Task The_owners_limit_is_never_exceeded_by_starts_at_once()
    {
        var replies = await AtOnceAsync(32, async (i, store) => await store.CreateAsync(
            new CreateScan { Plan = Plan(request: $"request {i}"), Mode = StartMode.New, MaxActivePerOwner = 5 }, default));

        replies.Count(r => r.Status == CreateStatus.Created).Should().Be(5);
        replies.Count(r => r.Status == CreateStatus.OwnerLimit).Should().Be(27);
        (await ListAsync(new OwnerId("ann"))).Should().HaveCount(5);
    }

    [Fact]
    public async Task A_scan_that_is_replaced_makes_room_for_its_successor()
    {
        await QueueAsync(Plan());

        (await CreateAsync(Plan(), StartMode.Replace, maxActive: 1)).Status.Should().Be(CreateStatus.Replaced);
    }

    [Fact]
    public async Task A_refused_replace_leaves_the_scan_alone()
    {
        var queued = await QueueAsync(Plan());
        var other = await QueueAsync(Plan(request: "b"));

        (await CreateAsync(Plan(), StartMode.Replace, maxActive: 1)).Status.Should().Be(CreateStatus.OwnerLimit);

        (await FindAsync(queued)).Status.Should().Be(ScanStatus.Queued);
        (await FindAsync(other)).Status.Should().Be(ScanStatus.Queued);
        (await ListAsync(queued.Owner)).Should().HaveCount(2);
    }
}
