using OpportunityScan.Storage;
using OpportunityScan.StoreConformance;

namespace OpportunityScan.Tests.Storage;

public sealed class InMemoryQueueTests : InMemoryStoreTest
{
    public InMemoryQueueTests() => Use(new InMemoryStoreOptions { MaxQueuedScans = 2 });

    [Fact]
    public async Task A_scan_beyond_the_bound_is_refused_and_not_stored()
    {
        await CreateAsync(Sample.Plan(owner: "ann"));
        await CreateAsync(Sample.Plan(owner: "bob"));

        var refused = await CreateAsync(Sample.Plan(owner: "cid"));

        refused.Should().Be(new CreateReply(CreateStatus.QueueFull, null));
        (await Store.FindLatestAsync(new OwnerId("cid"), default)).Should().BeNull();
        (await CreateAsync(Sample.Plan(owner: "ann"), StartMode.Join)).Status.Should().Be(CreateStatus.Joined);
    }

    [Fact]
    public async Task A_scan_that_is_claimed_in_the_same_step_does_not_wait()
    {
        await CreateAsync(Sample.Plan());
        await CreateAsync(Sample.Plan());

        (await CreateAsync(Sample.Plan(), claim: true)).Status.Should().Be(CreateStatus.Created);
    }

    [Fact]
    public async Task A_claim_makes_room_and_a_release_takes_it()
    {
        await using var one = await Store.WatchWorkAsync(static _ => { }, default);
        await using var two = await Store.WatchWorkAsync(static _ => { }, default);
        await CreateAsync(Sample.Plan());
        await CreateAsync(Sample.Plan());
        var claimed = (await Store.ClaimAsync(Claims.New("worker-1", Fixture.LongLease), default))!;
        (await CreateAsync(Sample.Plan())).Status.Should().Be(CreateStatus.Created);

        (await Store.ReleaseAsync(claimed.State.Plan.Key, claimed.State.Run, default)).Status.Should().Be(CommitStatus.Accepted);

        Store.Count().Waiting.Should().Be(3, "what runs is given back whatever the bound");
        (await CreateAsync(Sample.Plan())).Status.Should().Be(CreateStatus.QueueFull);
    }

    [Fact]
    public async Task A_queued_scan_that_is_replaced_makes_room_for_its_successor()
    {
        await CreateAsync(Sample.Plan(request: "a"));
        await CreateAsync(Sample.Plan(request: "b"));

        (await CreateAsync(Sample.Plan(request: "c"), StartMode.Replace)).Status.Should().Be(CreateStatus.QueueFull);
        (await CreateAsync(Sample.Plan(request: "a"), StartMode.Replace)).Status.Should().Be(CreateStatus.Replaced);
        Store.Count().Waiting.Should().Be(2);
    }

    [Fact]
    public async Task A_running_scan_makes_no_room_and_survives_the_refusal_of_its_successor()
    {
        var running = await RunAsync(Sample.Plan(request: "a"));
        await CreateAsync(Sample.Plan(request: "b"));
        await CreateAsync(Sample.Plan(request: "c"));

        (await CreateAsync(Sample.Plan(request: "a"), StartMode.Replace)).Status.Should().Be(CreateStatus.QueueFull);

        (await Store.FindAsync(running.Key, default))!.State.CancelRequestedAt.Should().BeNull();
    }

    [Fact]
    public async Task A_canceled_lost_or_ended_scan_waits_no_more()
    {
        var canceled = (await CreateAsync(Sample.Plan())).Snapshot!.Key;
        var lost = (await CreateAsync(Sample.Plan())).Snapshot!.Key;
        await Store.CancelAsync(canceled, default);
        await Fixture.LoseAsync(lost);

        Store.Count().Waiting.Should().Be(0);
        Store.Count().Unfinished.Should().Be(0);
    }

    [Fact]
    public async Task A_release_is_refused_where_nobody_else_could_take_the_scan()
    {
        var runner = await RunAsync(Sample.Plan());
        await runner.StartAsync(0);
        (await Store.ReleaseAsync(runner.Key, runner.Run, default)).Status.Should().Be(CommitStatus.NobodyElse);

        await using var own = await Store.WatchWorkAsync(static _ => { }, default);
        (await Store.ReleaseAsync(runner.Key, runner.Run, default)).Should().Be(new CommitReply(CommitStatus.NobodyElse, 3));
        (await runner.EndAsync()).Status.Should().Be(CommitStatus.Accepted, "nothing has changed for the runner");
    }
}
