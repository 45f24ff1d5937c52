using FluentAssertions;
using OpportunityScan.Storage;
using Xunit;

namespace OpportunityScan.StoreConformance;

/// <summary>Results are all there: as they come while a scan runs, ranked and in pages once it has ended.</summary>
public abstract class ResultsConformance : StoreSuite
{
    [Fact]
    public async Task While_a_scan_runs_everything_found_so_far_is_read()
    {
        var runner = await RunAsync(Plan());
        await runner.EmitAsync(1, 2);
        await runner.EmitAsync(0, 3);
        await runner.EmitAsync(1, 1);

        var results = (await ReadAsync(runner.Key, offset: 2, count: 1))!;

        results.Items.Select(o => o.Value.Symbol).Should().BeEquivalentTo("S0-0", "S0-1", "S0-2", "S1-0", "S1-1", "S1-2");
        results.Snapshot.Version.Should().Be((await FindAsync(runner.Key)).Version);
    }

    [Theory]
    [InlineData(0, 3, 0, 3)]
    [InlineData(2, 3, 2, 3)]
    [InlineData(9, 5, 9, 1)]
    [InlineData(10, 5, 0, 0)]
    [InlineData(11, 5, 0, 0)]
    [InlineData(0, 0, 0, 0)]
    [InlineData(0, int.MaxValue, 0, 10)]
    [InlineData(4, int.MaxValue, 4, 6)]
    [InlineData(int.MaxValue, int.MaxValue, 0, 0)]
    public async Task Of_a_terminal_scan_a_slice_of_the_ranking_is_read(int offset, int count, int from, int expected)
    {
        var ended = await CompleteAsync(Plan(), found: 10);

        var results = (await ReadAsync(ended.Key, offset, count))!;

        // The higher its number, the better an opportunity is ranked.
        results.Items.Select(o => o.Value.Symbol).Should().Equal(Enumerable.Range(from, expected).Select(i => $"S0-{9 - i}"));
        results.Snapshot.Version.Should().Be(ended.Version);
    }

    [Theory, InlineData(1), InlineData(50), InlineData(999), InlineData(1_000)]
    public async Task Pages_add_up_to_the_whole_ranking(int page)
    {
        var ended = await CompleteAsync(Plan(), found: 1_000);
        var step = page == 1 ? 97 : page; // single items are sampled

        for (var offset = 0; offset < 1_000; offset += step)
        {
            var items = (await ReadAsync(ended.Key, offset, page))!.Items;
            items.Select(o => o.Value.Symbol).Should().Equal(Enumerable.Range(offset, Math.Min(page, 1_000 - offset)).Select(i => $"S0-{999 - i}"));
        }
    }

    [Fact]
    public async Task The_terminal_commit_says_which_of_what_was_recorded_are_results()
    {
        var runner = await RunAsync(Plan());
        await runner.EmitAsync(0, 5);

        await runner.SendAsync(runner.Ending() with { Chunks = [Sample.Chunk(1, 7, 1)], End = new ScanEnd(EndCause.AllSettled, [5, 4]) });

        var results = (await ReadAsync(runner.Key))!;
        results.Items.Select(o => o.Value.Symbol).Should().Equal("S1-7", "S0-4");
        results.Total.Should().Be(2);
    }

    [Theory, InlineData(5), InlineData(-1), InlineData(int.MaxValue)]
    public async Task A_ranking_of_what_was_never_recorded_is_refused(int place)
    {
        var runner = await RunAsync(Plan());
        await runner.EmitAsync(0, 5);

        var reply = await runner.SendAsync(runner.Ending() with { End = new ScanEnd(EndCause.AllSettled, [0, place]) });

        reply.Status.Should().Be(CommitStatus.Invalid);
        (await FindAsync(runner.Key)).Status.Should().Be(ScanStatus.Running);
    }

    [Fact, Trait("Incident", "B2")]
    public async Task What_was_found_outlives_the_attempt_that_found_it()
    {
        var first = await RunAsync(Plan());
        await first.EmitAsync(0, 165);
        await Store.RenewAsync(first.Key, first.Run, Fixture.ShortLease, default);
        await LapseAsync();
        (await ReadAsync(first.Key))!.Items.Should().HaveCount(165);

        var second = (await ClaimAsync())!;
        await second.EmitAsync(1, 2);
        (await ReadAsync(first.Key))!.Items.Should().HaveCount(167);

        await second.EndAsync(EndCause.AllSettled, StrategyStatus.TimedOut);
        (await ReadAsync(first.Key))!.Items.Should().HaveCount(167);
    }

    [Fact]
    public async Task A_scan_that_found_nothing_has_empty_results()
    {
        var ended = await CompleteAsync(Plan(), found: 0);

        (await ReadAsync(ended.Key))!.Items.Should().BeEmpty();
    }

    [Fact]
    public async Task Results_and_snapshot_are_of_the_same_instant()
    {
        var runner = await RunAsync(Plan());
        var reading = Task.Run(async () =>
        {
            StoredResults results;
            do
            {
                await Task.Yield(); // lets the writer go on where no read waits for anything
                results = (await ReadAsync(runner.Key))!;
                results.Items.Length.Should().Be(results.Snapshot.Progress.Found);
            }
            while (!results.Snapshot.IsTerminal);
            return results.Items.Length;
        });

        for (var i = 0; i < 100; i++) await runner.EmitAsync(i % 3, 1 + (i % 4));
        await runner.EndAsync();

        (await reading).Should().Be(250);
    }
}
