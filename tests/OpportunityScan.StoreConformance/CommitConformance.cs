using FluentAssertions;
using OpportunityScan.Storage;
using Xunit;

namespace OpportunityScan.StoreConformance;

/// <summary>A commit is recorded whole, once, and only from the attempt that runs the scan.</summary>
public abstract class CommitConformance : StoreSuite
{
    [Fact]
    public async Task A_commit_shows_all_it_says_under_the_next_version()
    {
        var runner = await RunAsync(Plan());
        var top = Sample.Accepted(Sample.Opportunities(1, 0, 2));
        var running = runner.Change(1, o => o with { Status = StrategyStatus.Running, Attempt = 1, Found = 2, Progress = 0.5 });
        var chunk = new OpportunityChunk(1, top);
        var estimate = new ScanEstimate(Sample.Instant, Sample.Instant.AddSeconds(5));

        var reply = await runner.SendAsync(runner.Next(running) with { Chunks = [chunk], Top = top, Estimate = estimate });

        reply.Should().Be(new CommitReply(CommitStatus.Accepted, 3));
        var snapshot = await FindAsync(runner.Key);
        snapshot.Version.Should().Be(3);
        snapshot.Outcomes[1].Should().BeEquivalentTo(running.Outcome);
        snapshot.Progress.Found.Should().Be(2);
        snapshot.Top.Select(o => o.Symbol).Should().Equal("S1-0", "S1-1");
        snapshot.Estimate.Should().Be(estimate);
        snapshot.State.Sequence.Should().Be(1);
    }

    [Fact]
    public async Task An_estimate_is_that_of_the_last_commit()
    {
        var runner = await RunAsync(Plan());
        ScanEstimate?[] estimates = [new(Sample.Instant, Sample.Instant.AddSeconds(5)), new(Sample.Instant, null), null, new(Sample.Instant, Sample.Instant)];
        foreach (var estimate in estimates)
        {
            await runner.SendAsync(runner.Next() with { Estimate = estimate });
            (await FindAsync(runner.Key)).Estimate.Should().Be(estimate);
        }
    }

    [Fact]
    public async Task The_top_stays_until_a_commit_brings_another()
    {
        var runner = await RunAsync(Plan());
        await runner.SendAsync(runner.Next() with { Top = Sample.Accepted(Sample.Opportunities(0, 0, 1)) });
        await runner.StartAsync(0);
        (await FindAsync(runner.Key)).Top.Should().ContainSingle();

        await runner.SendAsync(runner.Next() with { Top = [] });
        (await FindAsync(runner.Key)).Top.Should().BeEmpty();
    }

    [Fact]
    public async Task The_same_commit_sent_again_is_recorded_once()
    {
        var runner = await RunAsync(Plan());
        var commit = runner.Next() with { Chunks = [Sample.Chunk(0, 0, 2)] };

        var replies = new List<CommitReply> { await runner.SendAsync(commit), await runner.SendAsync(commit) };
        replies.AddRange(await AtOnceAsync(8, async (_, store) => await store.CommitAsync(commit, default)));

        replies.Should().AllBeEquivalentTo(new CommitReply(CommitStatus.Accepted, 3));
        (await ReadAsync(runner.Key))!.Items.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_commit_that_skips_an_earlier_one_tells_that_something_was_lost_and_is_refused_whole()
    {
        var runner = await RunAsync(Plan());
        var commit = runner.Next(runner.Settled(0, StrategyStatus.Succeeded)) with
        {
            Sequence = 2,
            Chunks = [Sample.Chunk(0, 0, 2)],
        };

        (await runner.SendAsync(commit)).Status.Should().Be(CommitStatus.Missing);

        var snapshot = await FindAsync(runner.Key);
        snapshot.Version.Should().Be(2);
        snapshot.Progress.Settled.Should().Be(0);
        (await ReadAsync(runner.Key))!.Items.Should().BeEmpty();
    }

    [Fact, Trait("Incident", "D1")]
    public async Task A_superseded_attempt_records_nothing()
    {
        var first = await RunAsync(Plan(), Fixture.ShortLease);
        await LapseAsync();
        var second = (await ClaimAsync())!;
        await second.EmitAsync(0, 1);
        var before = await FindAsync(first.Key);

        (await first.EmitAsync(0, 5)).Status.Should().Be(CommitStatus.Fenced);
        (await first.EndAsync()).Status.Should().Be(CommitStatus.Fenced);

        (await FindAsync(first.Key)).Version.Should().Be(before.Version);
        (await ReadAsync(first.Key))!.Items.Should().ContainSingle();
        (await second.EndAsync()).Status.Should().Be(CommitStatus.Accepted);
    }

    [Theory, InlineData(StrategyStatus.Failed), InlineData(StrategyStatus.Running), InlineData(StrategyStatus.Succeeded)]
    public async Task A_settled_outcome_never_changes(StrategyStatus to)
    {
        var runner = await RunAsync(Plan());
        await runner.SettleAsync(0);

        (await runner.SendAsync(runner.Next(runner.Change(0, o => o with { Status = to, Found = 9 })))).Status.Should().Be(CommitStatus.Invalid);

        var outcome = (await FindAsync(runner.Key)).Outcomes[0];
        (outcome.Status, outcome.Found).Should().Be((StrategyStatus.Succeeded, 0));
    }

    [Fact]
    public async Task Counts_and_statuses_do_not_go_back()
    {
        var runner = await RunAsync(Plan());
        await runner.SendAsync(runner.Next(runner.Change(0, o => o with { Status = StrategyStatus.Running, Attempt = 1, Found = 4, Progress = 0.5 })));

        foreach (var back in new Func<StrategyOutcome, StrategyOutcome>[]
        {
            o => o with { Found = 3 }, o => o with { Status = StrategyStatus.Pending }, o => o with { Progress = 0.4 }, o => o with { Attempt = 0 },
        })
        {
            (await runner.SendAsync(runner.Next(runner.Change(0, back)))).Status.Should().Be(CommitStatus.Invalid);
        }

        (await FindAsync(runner.Key)).Version.Should().Be(3);
    }

    [Fact]
    public async Task A_strategy_that_the_plan_lacks_is_refused()
    {
        var runner = await RunAsync(Plan());
        var unknown = new StrategyOutcome { Strategy = Sample.Strategy(9), Status = StrategyStatus.Running };

        foreach (var place in new[] { -1, 0, 3 })
        {
            (await runner.SendAsync(runner.Next(new OutcomeChange(place, unknown)))).Status.Should().Be(CommitStatus.Invalid);
        }

        (await runner.StartAsync(0)).Status.Should().Be(CommitStatus.Accepted, "a refused commit uses up no number");
    }

    [Fact]
    public async Task A_commit_renews_the_lease()
    {
        var runner = await RunAsync(Plan(), Fixture.ShortLease);
        await runner.StartAsync(0);
        await LapseAsync();

        (await ClaimAsync()).Should().BeNull();
    }

    [Fact]
    public async Task A_commit_tells_that_the_scan_was_asked_to_stop()
    {
        var runner = await RunAsync(Plan());
        (await runner.StartAsync(0)).CancelRequested.Should().BeFalse();

        await Another.CancelAsync(runner.Key, default);

        (await runner.StartAsync(1)).CancelRequested.Should().BeTrue();
        (await Store.RenewAsync(runner.Key, runner.Run, Fixture.LongLease, default)).CancelRequested.Should().BeTrue();
    }

    [Fact]
    public async Task Nothing_is_recorded_of_a_scan_that_never_was()
    {
        var runner = new SampleRunner(Store, new ClaimedScan(State.ScanMachine.Create(Plan(), Sample.Instant), [], Sample.Instant), Fixture.LongLease);

        (await runner.StartAsync(0)).Status.Should().Be(CommitStatus.Missing);
        (await Store.RenewAsync(runner.Key, runner.Run, Fixture.LongLease, default)).Status.Should().Be(CommitStatus.Missing);
        (await Store.ReleaseAsync(runner.Key, runner.Run, default)).Status.Should().Be(CommitStatus.Missing);
        (await Another.FindAsync(runner.Key, default)).Should().BeNull();
    }
}
