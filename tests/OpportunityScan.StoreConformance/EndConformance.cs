using FluentAssertions;
using OpportunityScan.Storage;
using Xunit;

namespace OpportunityScan.StoreConformance;

/// <summary>How scans end, that they end once, and what becomes of one that the store has lost.</summary>
public abstract class EndConformance : StoreSuite
{
    [Theory]
    [InlineData(EndCause.AllSettled, StrategyStatus.Succeeded, ScanStatus.Completed)]
    [InlineData(EndCause.AllSettled, StrategyStatus.Failed, ScanStatus.Failed)]
    [InlineData(EndCause.AllSettled, StrategyStatus.NotApplicable, ScanStatus.Completed)]
    [InlineData(EndCause.DeadlinePassed, StrategyStatus.TimedOut, ScanStatus.TimedOut)]
    [InlineData(EndCause.WorkerStopped, StrategyStatus.Canceled, ScanStatus.Canceled)]
    public async Task An_end_has_a_cause_a_time_and_whatever_was_found(EndCause cause, StrategyStatus outcome, ScanStatus verdict)
    {
        var runner = await RunAsync(Plan());
        await runner.EmitAsync(0, 4);

        (await runner.EndAsync(cause, outcome)).Status.Should().Be(CommitStatus.Accepted);

        var ended = await FindAsync(runner.Key);
        ended.Status.Should().Be(verdict);
        ended.State.EndCause.Should().Be(cause);
        ended.State.EndedAt.Should().NotBeNull();
        ended.State.DueAt.Should().BeNull();
        ended.State.Worker.Should().BeNull();
        ended.Progress.Settled.Should().Be(3);
        ended.Top.Should().HaveCount(3);
        (await ReadAsync(runner.Key))!.Items.Should().HaveCount(4);
    }

    [Theory]
    [InlineData(StrategyStatus.Succeeded, ScanStatus.Completed)]
    [InlineData(StrategyStatus.Failed, ScanStatus.Failed)]
    public async Task A_strategy_that_does_not_apply_decides_nothing_and_is_read_with_its_reason(StrategyStatus others, ScanStatus verdict)
    {
        var runner = await RunAsync(Plan());
        var applies = runner.Change(0, o => o with { Status = StrategyStatus.NotApplicable, Attempt = 1, Message = "It compares symbols." });
        await runner.SendAsync(runner.Next(applies));

        (await runner.EndAsync(EndCause.AllSettled, others)).Status.Should().Be(CommitStatus.Accepted);

        var ended = await FindAsync(runner.Key);
        ended.Status.Should().Be(verdict);
        (ended.Outcomes[0].Status, ended.Outcomes[0].ErrorCode, ended.Outcomes[0].Message).Should().Be((StrategyStatus.NotApplicable, null, "It compares symbols."));
    }

    [Fact]
    public async Task A_scan_does_not_end_before_every_strategy_is_settled()
    {
        var runner = await RunAsync(Plan());
        await runner.SettleAsync(0);

        var early = runner.Next(runner.Settled(1, StrategyStatus.Succeeded)) with { End = new ScanEnd(EndCause.AllSettled, []) };
        (await runner.SendAsync(early)).Status.Should().Be(CommitStatus.Invalid);

        var snapshot = await FindAsync(runner.Key);
        snapshot.Status.Should().Be(ScanStatus.Running);
        snapshot.Progress.Settled.Should().Be(1);
    }

    [Theory, InlineData(EndCause.CancelRequested), InlineData(EndCause.AttemptsExhausted), InlineData(EndCause.QueueTimedOut)]
    public async Task A_cause_that_does_not_hold_is_refused(EndCause cause)
    {
        var runner = await RunAsync(Plan());

        (await runner.EndAsync(cause, StrategyStatus.Canceled)).Status.Should().Be(CommitStatus.Invalid);

        (await FindAsync(runner.Key)).Status.Should().Be(ScanStatus.Running);
    }

    [Fact, Trait("Incident", "D3")]
    public async Task Nothing_changes_a_scan_that_has_ended()
    {
        var runner = await RunAsync(Plan(id: "mine"));
        await runner.EmitAsync(0, 4);
        await runner.EndAsync();
        var ended = await FindAsync(runner.Key);

        (await runner.StartAsync(0)).Status.Should().Be(CommitStatus.Fenced);
        (await Store.RenewAsync(runner.Key, runner.Run, Fixture.LongLease, default)).Status.Should().Be(CommitStatus.Fenced);
        (await Store.ReleaseAsync(runner.Key, runner.Run, default)).Status.Should().Be(CommitStatus.Fenced);
        (await Store.RestoreAsync(new ScanRecord(runner.Claimed.State, [], [], null), Fixture.LongLease, default)).Status.Should().Be(CommitStatus.Fenced);
        (await Store.CancelAsync(runner.Key, default)).Status.Should().Be(CancelStatus.AlreadyTerminal);
        (await CreateAsync(Plan(id: "mine"), StartMode.Replace)).Status.Should().Be(CreateStatus.Reused);
        await LapseAsync();
        (await ClaimAsync()).Should().BeNull();

        Projection.Of(await FindAsync(runner.Key)).Should().Be(Projection.Of(ended));
        (await ReadAsync(runner.Key))!.Items.Should().HaveCount(4);
    }

    [Fact]
    public async Task The_terminal_commit_sent_again_is_accepted_and_changes_nothing()
    {
        var runner = await RunAsync(Plan());
        var end = runner.Ending();
        var first = await runner.SendAsync(end);

        (await Another.CommitAsync(end, default)).Should().Be(first);

        (await FindAsync(runner.Key)).Version.Should().Be(first.Version);
    }

    [Fact]
    public async Task Of_many_ends_at_once_one_is_recorded()
    {
        var runner = await RunAsync(Plan());
        await runner.EmitAsync(0, 1);
        EndCause[] causes = [EndCause.AllSettled, EndCause.DeadlinePassed, EndCause.WorkerStopped];

        var replies = await AtOnceAsync(12, async (i, store) => await store.CommitAsync(runner.Ending(causes[i % 3], StrategyStatus.TimedOut), default));

        var ended = await FindAsync(runner.Key);
        replies.Should().AllSatisfy(r => r.Version.Should().Be(ended.Version));
        ended.State.Sequence.Should().Be(2);
    }

    [Fact]
    public async Task A_lost_scan_is_reported_missing_and_restored_as_it_was()
    {
        var runner = await RunAsync(Plan());
        await runner.EmitAsync(0, 2);
        var before = await FindAsync(runner.Key);
        await Fixture.LoseAsync(runner.Key);
        (await Another.FindAsync(runner.Key, default)).Should().BeNull();

        (await runner.StartAsync(1)).Status.Should().Be(CommitStatus.Missing);
        (await Store.RestoreAsync(runner.Record(), Fixture.LongLease, default)).Status.Should().Be(CommitStatus.Accepted);

        Projection.Of(await FindAsync(runner.Key)).Should().Be(Projection.Of(before));
        (await Another.FindByRequestAsync(runner.Key.Owner, Plan().Fingerprint, default))!.Key.Should().Be(runner.Key);
        (await Another.FindLatestAsync(runner.Key.Owner, default))!.Key.Should().Be(runner.Key);
        (await ListAsync(runner.Key.Owner)).Should().ContainSingle();
        (await ReadAsync(runner.Key))!.Items.Should().HaveCount(2);
        (await CreateAsync(Plan())).Status.Should().Be(CreateStatus.Joined);
        (await ClaimAsync()).Should().BeNull("it is leased");
        (await runner.EndAsync()).Status.Should().Be(CommitStatus.Accepted);
    }

    [Fact]
    public async Task A_record_restored_twice_because_the_answer_was_lost_is_there_once()
    {
        var runner = await RunAsync(Plan());
        await runner.EmitAsync(0, 2);
        await Fixture.LoseAsync(runner.Key);
        await Store.RestoreAsync(runner.Record(), Fixture.LongLease, default);

        (await Another.RestoreAsync(runner.Record(), Fixture.LongLease, default)).Status.Should().Be(CommitStatus.Accepted);

        (await ReadAsync(runner.Key))!.Items.Should().HaveCount(2);
        (await runner.EndAsync()).Status.Should().Be(CommitStatus.Accepted);
    }

    [Fact]
    public async Task A_restored_scan_can_lapse()
    {
        var runner = await RunAsync(Plan());
        await runner.EmitAsync(0, 2);
        await Fixture.LoseAsync(runner.Key);
        await Store.RestoreAsync(runner.Record(), Fixture.ShortLease, default);
        await LapseAsync();

        var second = (await ClaimAsync())!;

        second.Attempt.Should().Be(2);
        second.Found.Should().HaveCount(2);
    }

    [Fact, Trait("Incident", "D1")]
    public async Task A_scan_that_is_still_there_is_not_restored_over()
    {
        var first = await RunAsync(Plan(), Fixture.ShortLease);
        await LapseAsync();
        var second = (await ClaimAsync())!;
        await second.EmitAsync(0, 2);

        (await Store.RestoreAsync(first.Record(), Fixture.LongLease, default)).Status.Should().Be(CommitStatus.Fenced);

        (await FindAsync(first.Key)).State.Attempt.Should().Be(2);
        (await ReadAsync(first.Key))!.Items.Should().HaveCount(2);
    }
}
