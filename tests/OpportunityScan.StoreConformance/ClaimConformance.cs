using FluentAssertions;
using OpportunityScan.Storage;
using Xunit;

namespace OpportunityScan.StoreConformance;

/// <summary>Every scan that is due is claimed, in order, and by one worker at a time.</summary>
public abstract class ClaimConformance : StoreSuite
{
    [Fact]
    public async Task Nothing_is_claimed_when_nothing_is_due() => (await ClaimAsync()).Should().BeNull();

    [Fact]
    public async Task The_scan_that_waits_longest_is_claimed_first()
    {
        var keys = new List<ScanKey>();
        for (var i = 0; i < 5; i++)
        {
            keys.Add(await QueueAsync(Plan(owner: i % 2 == 0 ? "ann" : "bob", request: $"request {i}")));
            await TickAsync();
        }

        foreach (var key in keys) (await ClaimAsync())!.Key.Should().Be(key);
        (await ClaimAsync()).Should().BeNull();
    }

    [Fact]
    public async Task A_claim_gives_all_that_a_runner_needs()
    {
        var plan = Plan();
        await QueueAsync(plan);

        var claimed = (await ClaimAsync("worker-7"))!.Claimed;

        claimed.State.Plan.Strategies.Should().Equal(plan.Strategies);
        claimed.State.Plan.Parameters.Should().Be(plan.Parameters);
        claimed.State.Plan.Deadline.Should().Be(plan.Deadline);
        claimed.State.Status.Should().Be(ScanStatus.Running);
        claimed.State.Attempt.Should().Be(1);
        claimed.State.Lapses.Should().Be(0);
        claimed.State.Sequence.Should().Be(0);
        claimed.State.Worker.Should().Be("worker-7");
        claimed.State.StartedAt.Should().Be(claimed.Now);
        claimed.State.DueAt.Should().Be(claimed.Now + Fixture.LongLease);
        claimed.Found.Should().BeEmpty();
        (await FindAsync(plan.Key)).Version.Should().Be(claimed.State.Version).And.Be(2);
    }

    [Fact, Trait("Incident", "D1")]
    public async Task A_leased_scan_is_not_claimed_again()
    {
        var runner = await RunAsync(Plan());
        (await ClaimAsync()).Should().BeNull();

        await Store.RenewAsync(runner.Key, runner.Run, Fixture.ShortLease, default);
        (await Store.RenewAsync(runner.Key, runner.Run, Fixture.LongLease, default)).Status.Should().Be(CommitStatus.Accepted);
        await LapseAsync();

        (await ClaimAsync()).Should().BeNull("it was renewed");
    }

    [Fact]
    public async Task A_renewal_is_no_new_version_and_can_shorten_a_lease()
    {
        var runner = await RunAsync(Plan());
        var version = (await FindAsync(runner.Key)).Version;

        (await Store.RenewAsync(runner.Key, runner.Run, Fixture.ShortLease, default)).Version.Should().Be(version);
        await LapseAsync();

        (await ClaimAsync())!.Key.Should().Be(runner.Key);
    }

    [Fact, Trait("Incident", "D6")]
    public async Task A_lapsed_scan_is_taken_over_with_all_that_was_found()
    {
        var first = await RunAsync(Plan());
        await first.EmitAsync(0, 2);
        await first.SettleAsync(0);
        await first.EmitAsync(1, 3);
        await first.EmitAsync(1, 1);
        await Store.RenewAsync(first.Key, first.Run, Fixture.ShortLease, default);
        await LapseAsync();

        var second = (await ClaimAsync())!;

        second.Attempt.Should().Be(2);
        second.Claimed.State.Lapses.Should().Be(1);
        second.Claimed.State.StartedAt.Should().Be(first.Claimed.State.StartedAt, "the deadline counts from the first claim");
        second.Outcomes.Select(o => o.Status).Should().Equal(StrategyStatus.Succeeded, StrategyStatus.Pending, StrategyStatus.Pending);
        second.Outcomes.Select(o => o.Found).Should().Equal(2, 4, 0);
        second.Claimed.Found.Select(c => c.Strategy).Distinct().Should().Equal(0, 1);
        second.Found.Select(o => o.Symbol).Should().Equal("S0-0", "S0-1", "S1-0", "S1-1", "S1-2", "S1-3");
    }

    [Fact, Trait("Incident", "D1")]
    public async Task A_superseded_attempt_cannot_renew_or_release()
    {
        var first = await RunAsync(Plan(), Fixture.ShortLease);
        await LapseAsync();
        var second = (await ClaimAsync())!;

        (await Store.RenewAsync(first.Key, first.Run, Fixture.LongLease, default)).Status.Should().Be(CommitStatus.Fenced);
        (await Store.ReleaseAsync(first.Key, first.Run, default)).Status.Should().Be(CommitStatus.Fenced);
        (await FindAsync(first.Key)).State.Attempt.Should().Be(second.Attempt);
    }

    [Fact]
    public async Task A_released_scan_is_due_at_once_and_counts_no_lapse()
    {
        await using var one = await Store.WatchWorkAsync(static _ => { }, default);
        await using var two = await Another.WatchWorkAsync(static _ => { }, default);
        var first = await RunAsync(Plan());
        await first.EmitAsync(0, 1);

        (await Store.ReleaseAsync(first.Key, first.Run, default)).Status.Should().Be(CommitStatus.Accepted);
        var between = await FindAsync(first.Key);
        var second = (await ClaimAsync())!;

        between.Status.Should().Be(ScanStatus.Running);
        between.State.Worker.Should().BeNull();
        between.Outcomes[0].Status.Should().Be(StrategyStatus.Pending);
        second.Attempt.Should().Be(2);
        second.Claimed.State.Lapses.Should().Be(0);
        second.Found.Should().ContainSingle();
    }

    [Fact]
    public async Task A_scan_that_has_ended_is_not_claimed()
    {
        await CompleteAsync(Plan());
        var canceled = await QueueAsync(Plan());
        await Store.CancelAsync(canceled, default);
        await LapseAsync();

        (await ClaimAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Whoever_takes_over_sees_that_the_scan_was_asked_to_stop()
    {
        var first = await RunAsync(Plan(), Fixture.ShortLease);
        await Store.CancelAsync(first.Key, default);
        await LapseAsync();

        (await ClaimAsync())!.Claimed.State.CancelRequestedAt.Should().NotBeNull();
    }

    [Fact, Trait("Incident", "D1")]
    public async Task Many_claimers_at_once_share_what_is_due()
    {
        for (var i = 0; i < 8; i++) await QueueAsync(Plan(owner: $"owner {i}"));

        var claims = await AtOnceAsync(32, async (i, store) => await store.ClaimAsync(Claims.New($"worker-{i}", Fixture.LongLease), default));

        claims.OfType<ClaimedScan>().Select(c => c.State.Plan.Key).Should().HaveCount(8).And.OnlyHaveUniqueItems();
    }

    [Fact, Trait("Incident", "D1")]
    public async Task One_of_many_takes_over_a_lapsed_scan()
    {
        var first = await RunAsync(Plan(), Fixture.ShortLease);
        await LapseAsync();

        var claims = await AtOnceAsync(16, async (i, store) => await store.ClaimAsync(Claims.New($"worker-{i}", Fixture.LongLease), default));

        claims.OfType<ClaimedScan>().Should().ContainSingle().Which.State.Attempt.Should().Be(2);
        (await first.EmitAsync(0, 1)).Status.Should().Be(CommitStatus.Fenced);
    }
}
