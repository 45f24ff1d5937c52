using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Coordination;

public sealed class ResultsTests
{
    [Fact]
    public async Task Final_results_are_read_page_by_page_without_gaps_or_repetitions()
    {
        await using var world = new ScanHarness();
        var (process, key) = await EndedAsync(world, 615);

        var read = new List<Opportunity>();
        var pages = 0;
        for (int? offset = 0; offset is { } next; pages++)
        {
            var page = await process.Scans.GetResultsAsync(key, new ResultsQuery { Offset = next, Limit = 100 });
            (page.IsPartial, page.Snapshot!.Progress.Found).Should().Be((false, 615));
            read.AddRange(page.Items);
            offset = page.NextOffset;
        }

        pages.Should().Be(7);
        read.Should().HaveCount(615).And.BeInDescendingOrder(static o => o.Score);
        read.Select(static o => o.Symbol).Should().OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData(0, 3, 3)]
    [InlineData(2, 1, 3)]
    [InlineData(7, 3, null)]
    [InlineData(9, 5, null)]
    [InlineData(10, 5, null)]
    [InlineData(int.MaxValue, 5, null)]
    public async Task A_page_says_where_the_next_one_starts(int offset, int limit, int? next)
    {
        await using var world = new ScanHarness();
        var (process, key) = await EndedAsync(world, 10);

        var page = await process.Scans.GetResultsAsync(key, new ResultsQuery { Offset = offset, Limit = limit });

        page.Items.Select(static o => o.Symbol).Should().Equal(Enumerable.Range(0, 10).Skip(offset).Take(limit).Select(static i => "S" + i));
        page.NextOffset.Should().Be(next);
        page.Lookup.Status.Should().Be(LookupStatus.Found);
    }

    [Fact]
    public async Task The_best_few_are_the_start_of_the_ranking()
    {
        await using var world = new ScanHarness();
        var (process, key) = await EndedAsync(world, 20);

        (await process.Scans.GetResultsAsync(key, ResultsQuery.Top(3))).Items.Select(static o => o.Symbol).Should().Equal("S0", "S1", "S2");
        (await process.Scans.GetResultsAsync(key)).Items.Should().HaveCount(20);
    }

    [Fact]
    public async Task A_filter_is_applied_when_reading_and_offsets_lead_through_what_it_accepts()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(
            Sample.Finds("even", Enumerable.Range(0, 700).Select(i => Sample.Opportunity("E" + i, 10_000 - (2 * i)))),
            Sample.Finds("odd", Enumerable.Range(0, 700).Select(i => Sample.Opportunity("O" + i, 10_000 - (2 * i) - 1))));
        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);
        var filter = new ResultsFilter { Strategies = [new StrategyId("odd")], MinProfit = 9_000 };

        var read = new List<Opportunity>();
        for (int? offset = 0; offset is { } next;)
        {
            var page = await process.Scans.GetResultsAsync(end.Key, new ResultsQuery { Offset = next, Limit = 90, Filter = filter });
            read.AddRange(page.Items);
            offset = page.NextOffset;
        }

        read.Select(static o => o.Symbol).Should().Equal(Enumerable.Range(0, 500).Select(static i => "O" + i));
        var none = await process.Scans.GetResultsAsync(end.Key, new ResultsQuery { Filter = new ResultsFilter { Symbols = ["NOT-THERE"] } });
        (none.Items.Length, none.NextOffset, none.Snapshot!.Progress.Found).Should().Be((0, null, 1_400));
    }

    [Fact]
    public async Task Partial_results_are_paged_and_filtered_in_the_same_way()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a").Emit(Sample.Opportunities(25));
        var process = await world.StartAsync(strategy);
        var ticket = await process.StartScanAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Found == 25);

        var first = await process.Scans.GetResultsAsync(ticket.Key, new ResultsQuery { Limit = 20 });
        var rest = await process.Scans.GetResultsAsync(ticket.Key, new ResultsQuery { Offset = first.NextOffset!.Value, Limit = 20 });
        var filtered = await process.Scans.GetResultsAsync(ticket.Key, new ResultsQuery { Filter = new ResultsFilter { Symbols = ["S24"] } });

        first.IsPartial.Should().BeTrue();
        first.Items.Concat(rest.Items).Select(static o => o.Symbol).Should().Equal(Enumerable.Range(0, 25).Select(static i => "S" + i));
        rest.NextOffset.Should().BeNull();
        filtered.Items.Should().ContainSingle().Which.Symbol.Should().Be("S24");
        (await process.Scans.GetResultsAsync(ticket.Key, new ResultsQuery { Offset = int.MaxValue })).Items.Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_not_there_is_explained_as_by_a_lookup()
    {
        await using var world = new ScanHarness();
        var (process, key) = await EndedAsync(world, 3);

        (await process.Scans.GetResultsAsync(key with { Owner = Sample.OtherOwner })).Lookup.Status.Should().Be(LookupStatus.NotFound);
        world.Store.IsDown = true;
        (await process.Scans.GetResultsAsync(key)).Lookup.Status.Should().Be(LookupStatus.StoreUnavailable);
        world.Store.IsDown = false;
        world.Clock.Advance(TimeSpan.FromHours(1));
        var expired = await process.Scans.GetResultsAsync(key);
        (expired.Lookup.Status, expired.Snapshot, expired.Items.Length).Should().Be((LookupStatus.Expired, null, 0));
    }

    [Fact]
    public async Task The_first_page_without_a_query_fits_a_page_size_that_the_host_has_lowered()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(static o => o.Limits.MaxPageSize = 10, Sample.Finds("a", Sample.Opportunities(30)));
        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);

        var page = await process.Scans.GetResultsAsync(end.Key);

        (page.Items.Length, page.NextOffset).Should().Be((10, 10));
    }

    private static async Task<(ScanProcess Process, ScanKey Key)> EndedAsync(ScanHarness world, int count)
    {
        var process = await world.StartAsync(Sample.Finds("a", Sample.Opportunities(count)));
        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);
        return (process, end.Key);
    }
}
