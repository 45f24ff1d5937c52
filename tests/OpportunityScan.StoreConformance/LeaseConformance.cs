using FluentAssertions;
using OpportunityScan.Storage;
using Xunit;

namespace OpportunityScan.StoreConformance;

/// <summary>A lost answer or an outage is not the death of a worker.</summary>
public abstract class LeaseConformance : StoreSuite
{
    [Fact, Trait("Incident", "E8")]
    public async Task A_claim_whose_answer_was_lost_is_granted_again()
    {
        var key = await QueueAsync(Plan(request: "a"));
        await TickAsync();
        await QueueAsync(Plan(request: "b"));
        var claim = Claims.New("worker-1", Fixture.LongLease);
        var lost = (await Store.ClaimAsync(claim, default))!;

        var again = (await Store.ClaimAsync(claim, default))!;

        again.State.Plan.Key.Should().Be(key);
        Projection.Of(again.State).Should().Be(Projection.Of(lost.State));
        (await FindAsync(key)).State.Attempt.Should().Be(1);
        (await new SampleRunner(Store, again, Fixture.LongLease).EmitAsync(0, 1)).Status.Should().Be(CommitStatus.Accepted);
    }

    [Fact, Trait("Incident", "E8")]
    public async Task A_start_whose_answer_was_lost_is_claimed_with_its_token()
    {
        var claim = Claims.New("worker-1", Fixture.LongLease);
        var created = await CreateAsync(Plan(), claim: claim);
        await QueueAsync(Plan(request: "b"));

        var claimed = (await Store.ClaimAsync(claim, default))!;

        Projection.Of(claimed.State).Should().Be(Projection.Of(created.Claim!.State));
    }

    [Fact, Trait("Incident", "E8")]
    public async Task A_token_that_holds_nothing_any_more_claims_what_is_due()
    {
        var claim = Claims.New("worker-1", Fixture.LongLease);
        var created = await CreateAsync(Plan(), claim: claim);
        await new SampleRunner(Store, created.Claim!, Fixture.LongLease).EndAsync();
        var due = await QueueAsync(Plan(request: "b"));

        (await Store.ClaimAsync(claim, default))!.State.Plan.Key.Should().Be(due);
    }

    [Fact, Trait("Incident", "E8")]
    public async Task The_lapse_of_a_run_that_never_began_is_not_counted()
    {
        await RunAsync(Plan(), Fixture.ShortLease);
        await LapseAsync();

        var second = (await ClaimAsync())!;

        (second.Attempt, second.Claimed.State.Lapses).Should().Be((2, 0));
    }

    [Theory, InlineData(false), InlineData(true), Trait("Incident", "E8")]
    public async Task The_lapse_of_a_run_that_was_heard_of_is_counted(bool commits)
    {
        var first = await RunAsync(Plan());
        if (commits) await first.EmitAsync(0, 1);
        await Store.RenewAsync(first.Key, first.Run, Fixture.ShortLease, default);
        await LapseAsync();

        var second = (await ClaimAsync())!;

        (second.Attempt, second.Claimed.State.Lapses, second.Claimed.State.HasBegun).Should().Be((2, 1, false));
    }

    [Fact, Trait("Incident", "E8")]
    public async Task A_run_whose_lease_lapsed_goes_on_when_nobody_has_taken_it_over()
    {
        var runner = await RunAsync(Plan());
        await runner.EmitAsync(0, 1);
        await Store.RenewAsync(runner.Key, runner.Run, Fixture.ShortLease, default);
        await LapseAsync();

        (await Store.RenewAsync(runner.Key, runner.Run, Fixture.LongLease, default)).Status.Should().Be(CommitStatus.Accepted);

        (await ClaimAsync()).Should().BeNull("it is leased again");
        (await runner.EmitAsync(0, 1)).Status.Should().Be(CommitStatus.Accepted);
        (await FindAsync(runner.Key)).State.Should().BeEquivalentTo(new { Attempt = 1, Lapses = 0 });
    }

    [Fact, Trait("Incident", "E8")]
    public async Task A_worker_that_spares_what_has_lapsed_takes_what_waits()
    {
        await using var one = await Store.WatchWorkAsync(static _ => { }, default);
        await using var two = await Another.WatchWorkAsync(static _ => { }, default);
        var released = await RunAsync(Plan(request: "released"));
        await Store.ReleaseAsync(released.Key, released.Run, default);
        var lapsed = new List<ScanKey>();
        for (var i = 0; i < 6; i++) lapsed.Add((await RunAsync(Plan(request: $"lapsed {i}"), Fixture.ShortLease)).Key);
        await LapseAsync();
        var queued = await QueueAsync(Plan(request: "queued"));

        var taken = new List<ScanKey>();
        while (await SparingAsync() is { } claimed) taken.Add(claimed.State.Plan.Key);

        taken.Should().BeEquivalentTo([released.Key, queued]);
        for (var i = 0; i < lapsed.Count; i++) lapsed.Should().Contain((await ClaimAsync())!.Key);
        (await ClaimAsync()).Should().BeNull();
    }

    [Fact, Trait("Incident", "E8")]
    public async Task A_canceled_token_stores_nothing()
    {
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();
        var plan = Plan();

        var start = async () => await Store.CreateAsync(new CreateScan { Plan = plan, MaxActivePerOwner = NoLimit }, canceled.Token);

        await start.Should().ThrowAsync<OperationCanceledException>();
        (await Another.FindAsync(plan.Key, default)).Should().BeNull();
        (await ListAsync(plan.Key.Owner)).Should().BeEmpty();
    }

    private async Task<ClaimedScan?> SparingAsync() =>
        await Another.ClaimAsync(Claims.New("worker-2", Fixture.LongLease) with { SparesLapsed = true }, default);
}
