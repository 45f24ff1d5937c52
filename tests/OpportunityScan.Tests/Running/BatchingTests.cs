using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Running;

public sealed class BatchingTests
{
    [Fact]
    public async Task The_first_event_is_committed_at_once_and_what_comes_meanwhile_goes_with_the_next_commit()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(strategy);
        var ticket = await process.StartScanAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);
        var before = world.Store.Commits.Count;

        world.Store.HoldCommits();
        strategy.Emit(Sample.Opportunity("FIRST"));
        await Limit.UntilAsync(() => world.Store.Holding == 1); // without any move of the clock
        strategy.Emit(Sample.Opportunities(100)).Report(0.5).Finish();
        await Limit.Within(strategy.Ended);
        world.Store.LetCommitsGo();
        var end = await process.EndOfAsync(ticket.Key);

        end.Progress.Found.Should().Be(101);
        var commits = world.Store.Commits.Skip(before).ToArray();
        commits[0].Chunks.Single().Opportunities.Select(static o => o.Value.Symbol).Should().Equal("FIRST");
        commits.Should().HaveCountLessThanOrEqualTo(3, "a hundred events gathered while one commit was in flight");
        commits.Sum(static c => c.Chunks.Sum(static k => k.Opportunities.Length)).Should().Be(101);
        commits.Select(static c => c.Sequence).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task One_run_has_never_more_than_one_commit_in_flight()
    {
        await using var world = new ScanHarness();
        GatedStrategy[] strategies = [new("a"), new("b"), new("c")];
        var process = await world.StartAsync(strategies);
        world.Store.HoldCommits();
        var ticket = await process.StartScanAsync();
        foreach (var strategy in strategies)
        {
            await strategy.RunAsync();
            strategy.Emit(Sample.Opportunities(10)).Finish();
        }

        foreach (var strategy in strategies) await Limit.Within(strategy.Ended);
        world.Store.Holding.Should().BeLessThanOrEqualTo(1);
        world.Store.LetCommitsGo();

        (await process.EndOfAsync(ticket.Key)).Progress.Found.Should().Be(30);
    }
}
