using FluentAssertions;
using OpportunityScan.Storage;
using Xunit;

namespace OpportunityScan.StoreConformance;

/// <summary>A scan can be asked to stop by its owner, at any time, as often as you like.</summary>
public abstract class CancelConformance : StoreSuite
{
    [Fact]
    public async Task A_queued_scan_ends_at_once_without_results()
    {
        var key = await QueueAsync(Plan());

        var result = await Another.CancelAsync(key, default);

        result.Status.Should().Be(CancelStatus.Canceled);
        var ended = await FindAsync(key);
        Projection.Of(result.Snapshot).Should().Be(Projection.Of(ended));
        ended.Status.Should().Be(ScanStatus.Canceled);
        ended.State.EndCause.Should().Be(EndCause.CancelRequested);
        ended.Outcomes.Should().OnlyContain(o => o.Status == StrategyStatus.Skipped && o.ErrorCode == StrategyErrorCodes.ScanCanceled);
        ended.ZeroReason.Should().Be(ZeroReason.NoStrategyRan);
        (await ReadAsync(key))!.Items.Should().BeEmpty();
        (await ClaimAsync()).Should().BeNull();
    }

    [Fact, Trait("Incident", "D5")]
    public async Task A_running_scan_goes_on_until_its_runner_ends_it()
    {
        var runner = await RunAsync(Plan());
        await runner.EmitAsync(0, 2);

        var result = await Another.CancelAsync(runner.Key, default);

        result.Status.Should().Be(CancelStatus.Requested);
        result.Snapshot!.Status.Should().Be(ScanStatus.Running);
        result.Snapshot.State.CancelRequestedAt.Should().NotBeNull();
        (await FindAsync(runner.Key)).Version.Should().Be(result.Snapshot.Version).And.Be(4);
        (await runner.EndAsync(EndCause.CancelRequested, StrategyStatus.Canceled)).Status.Should().Be(CommitStatus.Accepted);
        var ended = await FindAsync(runner.Key);
        ended.Status.Should().Be(ScanStatus.Canceled);
        ended.Progress.Found.Should().Be(2);
        (await ReadAsync(runner.Key))!.Items.Should().HaveCount(2);
    }

    [Fact]
    public async Task Asking_again_gives_the_same_answer_and_changes_nothing()
    {
        var runner = await RunAsync(Plan());
        var first = await Store.CancelAsync(runner.Key, default);
        await TickAsync();

        var again = await Another.CancelAsync(runner.Key, default);

        again.Status.Should().Be(CancelStatus.Requested);
        again.Snapshot!.Version.Should().Be(first.Snapshot!.Version);
        again.Snapshot.State.CancelRequestedAt.Should().Be(first.Snapshot.State.CancelRequestedAt);
    }

    [Fact]
    public async Task A_scan_that_has_ended_stays_as_it_is()
    {
        var ended = await CompleteAsync(Plan());

        var result = await Store.CancelAsync(ended.Key, default);

        result.Status.Should().Be(CancelStatus.AlreadyTerminal);
        result.Snapshot!.Status.Should().Be(ScanStatus.Completed);
        (await FindAsync(ended.Key)).Version.Should().Be(ended.Version);
    }

    [Fact]
    public async Task A_canceled_scan_that_ended_at_once_was_terminal_when_asked_again()
    {
        var key = await QueueAsync(Plan());
        await Store.CancelAsync(key, default);

        (await Store.CancelAsync(key, default)).Status.Should().Be(CancelStatus.AlreadyTerminal);
    }

    [Fact, Trait("Incident", "A9")]
    public async Task Nobody_cancels_a_scan_of_another_owner()
    {
        var key = await QueueAsync(Plan());

        var result = await Store.CancelAsync(new ScanKey(new OwnerId("bob"), key.Id), default);

        result.Should().Be(new CancelResult(CancelStatus.NotFound, null));
        (await FindAsync(key)).Status.Should().Be(ScanStatus.Queued);
    }

    [Fact]
    public async Task A_released_scan_is_asked_and_ended_by_whoever_claims_it()
    {
        await using var one = await Store.WatchWorkAsync(static _ => { }, default);
        await using var two = await Another.WatchWorkAsync(static _ => { }, default);
        var first = await RunAsync(Plan());
        await first.EmitAsync(0, 1);
        await Store.ReleaseAsync(first.Key, first.Run, default);

        (await Store.CancelAsync(first.Key, default)).Status.Should().Be(CancelStatus.Requested);
        var second = (await ClaimAsync())!;
        State.ScanMachine.EndOnClaim(second.Claimed.State, second.Claimed.Now, isRunnable: true).Should().Be(EndCause.CancelRequested);
        await second.EndAsync(EndCause.CancelRequested, StrategyStatus.Canceled);

        (await ReadAsync(first.Key))!.Items.Should().ContainSingle();
    }

    [Fact]
    public async Task Many_wishes_at_once_are_one_change()
    {
        var runner = await RunAsync(Plan());

        var results = await AtOnceAsync(16, async (_, store) => await store.CancelAsync(runner.Key, default));

        results.Should().OnlyContain(r => r.Status == CancelStatus.Requested && r.Snapshot!.Version == 3);
    }

    [Fact]
    public async Task A_cancel_and_a_claim_at_once_agree_on_who_came_first()
    {
        for (var i = 0; i < 20; i++)
        {
            var key = await QueueAsync(Plan(request: $"request {i}"));

            var canceling = Task.Run(async () => await Store.CancelAsync(key, default));
            var claimed = await Task.Run(() => ClaimAsync());
            var canceled = await canceling;

            canceled.Status.Should().Be(claimed is null ? CancelStatus.Canceled : CancelStatus.Requested);
            (await FindAsync(key)).Status.Should().Be(claimed is null ? ScanStatus.Canceled : ScanStatus.Running);
        }
    }
}
