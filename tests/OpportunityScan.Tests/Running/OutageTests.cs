using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Running;

public sealed class OutageTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task What_was_found_while_the_store_was_out_of_reach_is_committed_afterwards()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(strategy);
        var ticket = await process.StartScanAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);

        world.Store.IsDown = true;
        strategy.Emit(Sample.Opportunities(50)).Finish();
        await Limit.Within(strategy.Ended);
        world.Clock.Advance(TimeSpan.FromSeconds(5));
        await Limit.UntilAsync(() => process.Logged.Contains(301));
        world.Store.IsDown = false;
        var end = await world.AdvanceUntilAsync(process.EndOfAsync(ticket.Key), Step);

        (end.Status, end.Progress.Found).Should().Be((ScanStatus.Completed, 50));
        (await process.FoundAsync(ticket.Key)).Should().HaveCount(50);
        end.State.Attempt.Should().Be(1);
    }

    [Fact]
    public async Task An_outage_that_outlasts_the_lease_and_the_deadline_loses_nothing()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(o => (o.LeaseDuration, o.Deadline) = (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60)), strategy);
        var ticket = await process.StartScanAsync();
        strategy.Emit(Sample.Opportunity("COMMITTED"));
        await process.SeenAsync(ticket.Key, static s => s.Progress.Found == 1);

        world.Store.IsDown = true;
        world.Clock.Advance(TimeSpan.FromSeconds(61));
        await Limit.Within(strategy.Ended);
        world.Store.IsDown = false;
        var end = await world.AdvanceUntilAsync(process.EndOfAsync(ticket.Key), Step);

        (end.Status, end.Progress.Found).Should().Be((ScanStatus.TimedOut, 1));
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_recorded_once()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(strategy);
        var ticket = await process.StartScanAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);

        world.Store.OnCommit = async (_, commit) =>
        {
            world.Store.OnCommit = null;
            await commit();
            throw FaultyScanStore.Unavailable();
        };
        strategy.Emit(Sample.Opportunity("ONCE")).Finish();
        var end = await world.AdvanceUntilAsync(process.EndOfAsync(ticket.Key), Step);

        (end.Status, end.Progress.Found, end.State.Attempt).Should().Be((ScanStatus.Completed, 1, 1));
        process.Logged.Should().NotContain([105, 107, 108]);
    }

    [Fact]
    public async Task A_commit_that_the_store_acknowledged_and_lost_is_told_again_with_the_next_one()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(o => o.LeaseDuration = TimeSpan.FromSeconds(10), strategy);
        var ticket = await process.StartScanAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);

        world.Store.OnCommit = (_, _) =>
        {
            world.Store.OnCommit = null;
            return new(new OpportunityScan.Storage.CommitReply(OpportunityScan.Storage.CommitStatus.Accepted));
        };
        strategy.Emit(Sample.Opportunity("LOST"));
        await Limit.UntilAsync(() => world.Store.OnCommit is null);
        strategy.Emit(Sample.Opportunity("NEXT"));
        await Limit.UntilAsync(() => process.Logged.Contains(106));
        strategy.Finish();
        var end = await process.EndOfAsync(ticket.Key);

        (end.Status, end.State.Attempt).Should().Be((ScanStatus.Completed, 1));
        (await process.FoundAsync(ticket.Key)).Select(static o => o.Symbol).Should().BeEquivalentTo("LOST", "NEXT");
        process.Logged.Should().NotContain([105, 108]);
    }

    [Fact]
    public async Task A_worker_that_starts_while_the_store_is_out_of_reach_works_once_it_is_back()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a").Finish();
        var starter = await world.StartAsync(static o => o.RunWorker = false, new GatedStrategy("a"));
        var ticket = await starter.StartScanAsync();
        world.Store.IsDown = true;
        var process = await world.StartAsync(strategy);
        await Limit.UntilAsync(() => process.Logged.Contains(301));
        world.Store.IsDown = false;

        (await world.AdvanceUntilAsync(starter.EndOfAsync(ticket.Key), Step)).Status.Should().Be(ScanStatus.Completed);
        await world.AdvanceUntilAsync(ListeningAsync(world), Step);
    }

    private static async Task<bool> ListeningAsync(ScanHarness world)
    {
        await Limit.UntilAsync(() => world.Store.Listeners == 1);
        return true;
    }
}
