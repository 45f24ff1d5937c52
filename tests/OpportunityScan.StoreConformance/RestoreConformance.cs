using FluentAssertions;
using OpportunityScan.Storage;
using Xunit;

namespace OpportunityScan.StoreConformance;

/// <summary>What becomes of a scan whose store has lost it or gone back in time: the run that is ahead wins, and no run ends in another scan.</summary>
public abstract class RestoreConformance : StoreSuite
{
    [Theory, InlineData("b"), InlineData("a"), Trait("Incident", "E5")]
    public async Task A_run_never_writes_into_the_scan_that_has_its_id_after_a_loss(string request)
    {
        var old = await RunAsync(Plan(id: "order-1", request: "a"));
        await old.EmitAsync(0, 3);
        await Fixture.LoseAsync(old.Key);
        var current = await RunAsync(Plan(id: "order-1", request: request));
        var before = await FindAsync(old.Key);

        (await old.EmitAsync(0, 1)).Status.Should().Be(CommitStatus.Fenced);
        (await old.EndAsync()).Status.Should().Be(CommitStatus.Fenced);
        (await Store.RenewAsync(old.Key, old.Run, Fixture.LongLease, default)).Status.Should().Be(CommitStatus.Fenced);
        (await Store.ReleaseAsync(old.Key, old.Run, default)).Status.Should().Be(CommitStatus.Fenced);
        (await Store.RestoreAsync(Ahead(old), Fixture.LongLease, default)).Status.Should().Be(CommitStatus.Fenced);

        Projection.Of(await FindAsync(old.Key)).Should().Be(Projection.Of(before));
        (await ReadAsync(old.Key))!.Items.Should().BeEmpty();
        (await current.EmitAsync(1, 2)).Status.Should().Be(CommitStatus.Accepted);
        (await current.EndAsync()).Status.Should().Be(CommitStatus.Accepted);
        (await ReadAsync(old.Key))!.Items.Should().HaveCount(2);
    }

    [Fact, Trait("Incident", "E5")]
    public async Task The_higher_attempt_wins_though_a_stale_one_restored_first()
    {
        var (stale, newer) = await TakenOverAsync();
        await newer.EmitAsync(1, 2);
        await newer.SettleAsync(1);
        var seen = (await FindAsync(newer.Key)).Version;
        await Fixture.LoseAsync(newer.Key);
        (await Store.RestoreAsync(Ahead(stale), Fixture.LongLease, default)).Status.Should().Be(CommitStatus.Accepted);
        for (var i = 0; i < 9; i++) await stale.StartAsync(2);
        seen = Math.Max(seen, (await FindAsync(newer.Key)).Version);

        (await newer.EmitAsync(2, 1)).Status.Should().Be(CommitStatus.Missing);
        var restored = await Another.RestoreAsync(newer.Record(), Fixture.LongLease, default);

        restored.Should().Be(new CommitReply(CommitStatus.Accepted, (await FindAsync(newer.Key)).Version));
        restored.Version.Should().BeGreaterThan(seen);
        (await FindAsync(newer.Key)).State.Run.Should().Be(newer.Run);
        (await stale.StartAsync(2)).Status.Should().Be(CommitStatus.Fenced);
        (await Store.RestoreAsync(Ahead(stale), Fixture.LongLease, default)).Status.Should().Be(CommitStatus.Fenced);
        (await ReadAsync(newer.Key))!.Items.Should().HaveCount(5);
        (await newer.EndAsync()).Status.Should().Be(CommitStatus.Accepted);
    }

    [Fact, Trait("Incident", "E5")]
    public async Task A_store_that_went_back_to_an_earlier_commit_is_told_the_later_ones_again()
    {
        var runner = await RunAsync(Plan());
        await runner.EmitAsync(0, 1);
        var snapshot = runner.Record();
        await runner.EmitAsync(0, 2);
        await runner.SettleAsync(0);
        var seen = (await FindAsync(runner.Key)).Version;
        await BackToAsync(snapshot);

        (await runner.EmitAsync(1, 1)).Status.Should().Be(CommitStatus.Missing);
        (await Store.RestoreAsync(Ahead(runner), Fixture.LongLease, default)).Version.Should().BeGreaterThan(seen);

        (await FindAsync(runner.Key)).Outcomes[0].Status.Should().Be(StrategyStatus.Succeeded);
        (await ReadAsync(runner.Key))!.Items.Should().HaveCount(3);
        (await ClaimAsync()).Should().BeNull("it is leased again");
        (await runner.EmitAsync(1, 1)).Status.Should().Be(CommitStatus.Accepted);
        (await CreateAsync(Plan())).Snapshot!.Key.Should().Be(runner.Key);
        (await ListAsync(runner.Key.Owner)).Should().ContainSingle();
    }

    [Fact, Trait("Incident", "E5")]
    public async Task A_store_that_went_back_to_before_the_claim_is_told_of_the_run()
    {
        var plan = Plan();
        var runner = await RunAsync(plan);
        await runner.EmitAsync(0, 1);
        await BackToQueuedAsync(plan);

        (await runner.EmitAsync(0, 1)).Status.Should().Be(CommitStatus.Missing);
        (await Store.RenewAsync(runner.Key, runner.Run, Fixture.LongLease, default)).Status.Should().Be(CommitStatus.Missing);
        (await Store.RestoreAsync(Ahead(runner), Fixture.LongLease, default)).Status.Should().Be(CommitStatus.Accepted);

        (await ClaimAsync()).Should().BeNull("it is not waiting any more");
        (await runner.EndAsync()).Status.Should().Be(CommitStatus.Accepted);
        (await ReadAsync(runner.Key))!.Items.Should().HaveCount(1);
    }

    [Theory, InlineData(5, 1, true), InlineData(1, 5, false), Trait("Incident", "E5")]
    public async Task Of_two_runs_of_one_attempt_the_one_wins_that_readers_have_seen_more_of(int before, int after, bool theFirstWins)
    {
        var plan = Plan();
        var first = await RunAsync(plan);
        for (var i = 0; i < before; i++) await first.EmitAsync(0, 1);
        await BackToQueuedAsync(plan);
        var second = (await ClaimAsync())!;
        for (var i = 0; i < after; i++) await second.EmitAsync(1, 1);
        second.Attempt.Should().Be(first.Attempt);

        (await first.EmitAsync(0, 1)).Status.Should().Be(CommitStatus.Fenced);
        (await Store.RestoreAsync(first.Record(), Fixture.LongLease, default)).Status.Should().Be(theFirstWins ? CommitStatus.Accepted : CommitStatus.Fenced);

        var (winner, loser) = theFirstWins ? (first, second) : (second, first);
        (await loser.EmitAsync(2, 1)).Status.Should().Be(CommitStatus.Fenced);
        (await winner.EmitAsync(2, 1)).Status.Should().Be(CommitStatus.Accepted);
    }

    [Fact, Trait("Incident", "E5")]
    public async Task A_wish_to_cancel_that_a_store_got_after_it_went_back_is_not_lost_again()
    {
        var runner = await RunAsync(Plan());
        await runner.EmitAsync(0, 1);
        var snapshot = runner.Record();
        await runner.EmitAsync(0, 1);
        await BackToAsync(snapshot);
        await Store.CancelAsync(runner.Key, default);

        (await Store.RestoreAsync(Ahead(runner), Fixture.LongLease, default)).CancelRequested.Should().BeTrue();

        (await FindAsync(runner.Key)).State.CancelRequestedAt.Should().NotBeNull();
        (await CreateAsync(Plan(), StartMode.New, maxActive: 1)).Status.Should().Be(CreateStatus.Created, "what is being canceled does not count");
    }

    [Fact, Trait("Incident", "E5"), Trait("Incident", "D3")]
    public async Task What_a_stale_run_has_ended_after_a_loss_stays_ended()
    {
        var (stale, newer) = await TakenOverAsync();
        await Fixture.LoseAsync(newer.Key);
        await Store.RestoreAsync(Ahead(stale), Fixture.LongLease, default);
        (await stale.EndAsync()).Status.Should().Be(CommitStatus.Accepted);
        var ended = await FindAsync(newer.Key);

        (await newer.EmitAsync(1, 1)).Status.Should().Be(CommitStatus.Fenced);
        (await Another.RestoreAsync(Ahead(newer), Fixture.LongLease, default)).Status.Should().Be(CommitStatus.Fenced);

        Projection.Of(await FindAsync(newer.Key)).Should().Be(Projection.Of(ended));
    }

    [Fact, Trait("Incident", "E5")]
    public async Task An_older_record_of_the_same_run_changes_nothing()
    {
        var runner = await RunAsync(Plan());
        await runner.EmitAsync(0, 1);
        var older = runner.Record();
        await runner.EmitAsync(0, 1);
        var before = await FindAsync(runner.Key);

        (await Store.RestoreAsync(older, Fixture.LongLease, default)).Status.Should().Be(CommitStatus.Fenced);

        Projection.Of(await FindAsync(runner.Key)).Should().Be(Projection.Of(before));
    }

    /// <summary>Two attempts of one scan, the first of which does not know of the second.</summary>
    private async Task<(SampleRunner Stale, SampleRunner Newer)> TakenOverAsync()
    {
        var stale = await RunAsync(Plan());
        await stale.EmitAsync(0, 3);
        await Store.RenewAsync(stale.Key, stale.Run, Fixture.ShortLease, default);
        await LapseAsync();
        return (stale, (await ClaimAsync())!);
    }

    /// <summary>The record as a runner writes it: of a version that no reader has seen from it.</summary>
    private static ScanRecord Ahead(SampleRunner runner) =>
        runner.Record() is var record ? record with { State = record.State with { Version = record.State.Version + 2 } } : record;

    /// <summary>What a server does that starts again from an older copy of its data.</summary>
    private async Task BackToAsync(ScanRecord older)
    {
        await Fixture.LoseAsync(older.State.Plan.Key);
        (await Store.RestoreAsync(older, Fixture.LongLease, default)).Status.Should().Be(CommitStatus.Accepted);
    }

    private async Task BackToQueuedAsync(ScanPlan plan)
    {
        await Fixture.LoseAsync(plan.Key);
        await QueueAsync(plan);
    }
}
